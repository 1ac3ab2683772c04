"""Calls of the public methods of Series and DataFrame, made of names whose voltages are in one unit.

`s`, `t`: Series of voltages; `f`: a frame of two such columns and a text; `w`: plain numbers; `v(x)`: a
voltage
of x volts; `day`: a Series by date; `g`: groups.
"""

SERIES = """
s + t; s - t; t - s; s * t; s / t; s // t; s % t; divmod(s, t); s * 2; 2 * s; s / 2; 1 / s; s ** 2; -s; +s; abs(s)
s + v(1); v(1) + s; s - v(1); v(1) - s; s * v(2); v(2) * s; s / v(2); v(2) / s; s == v(1); s != v(1); s < v(2); v(2) >= s
s + 1; 1 + s; s - 1; s < 1; s == 1; s + w; w + s; s * w; w * s; w / s; s > w; s == w; s & s; s | s; ~s; s ** w; 2 ** s; s @ w; s @ t
s.add(t); s.sub(t); s.mul(2); s.div(t); s.rtruediv(1); s.radd(v(1)); s.floordiv(t); s.mod(t); s.pow(2); s.rsub(v(1)); s.divmod(t)
s.add(t, fill_value=v(0.5)); s.add(v(1)); s.mul(v(2)); s.eq(v(1)); s.ne(v(1)); s.lt(v(2)); s.le(t); s.gt(t); s.ge(v(2))
s.sum(); s.mean(); s.median(); s.std(); s.var(); s.min(); s.max(); s.prod(); s.sem(); s.skew(); s.kurt(); s.count(); s.nunique()
s.sum(skipna=False); s.mean(skipna=False); s.max(skipna=False); s.std(ddof=0); s.any(); s.all(); s.mode(); s.quantile(0.3)
s.quantile([0.25, 0.75]); s.describe(); s.describe(percentiles=[0.1]); s.agg("mean"); s.agg(["mean", "max"]); s.agg({"m": "mean"})
s.aggregate("sum"); s.transform("abs"); s.transform(lambda x: x * 2); s.apply(lambda x: x * 2); s.map(lambda x: x * 2)
s.map({}); s.pipe(lambda x: x * 2); s.cumsum(); s.cumprod(); s.cummin(); s.cummax(); s.diff(); s.diff(2); s.pct_change()
s.shift(); s.shift(-1); s.shift(1, fill_value=v(9)); s.shift(1, fill_value=9); s.rank(); s.round(1); s.abs(); s.clip(v(1.5), v(3))
s.clip(lower=v(1.5)); s.clip(1, 2); s.clip(upper=t); s.between(v(1), v(2)); s.isin([v(1), v(3)]); s.isin([1.0]); s.unique()
s.value_counts(); s.value_counts(normalize=True); s.value_counts(bins=2); s.factorize(); s.duplicated(); s.drop_duplicates()
s.sort_values(); s.sort_values(ascending=False); s.sort_values(na_position="first"); s.sort_values(key=lambda x: -x); s.argsort()
s.sort_index(); s.argmax(); s.argmin(); s.idxmax(); s.idxmin(); s.nlargest(2); s.nsmallest(2); s.searchsorted(v(2)); s.searchsorted(2)
s.isna(); s.notna(); s.hasnans; s.dropna(); s.fillna(v(9)); s.fillna(9); s.fillna(0); s.ffill(); s.bfill(); s.interpolate()
s.where(s > v(1.5)); s.where(s > v(1.5), v(0)); s.where(s > v(1.5), 7); s.where(s > v(1.5), t); s.mask(s > v(1.5)); s.mask(s > v(1.5), v(9))
s.replace(v(1), v(9)); s.replace(1, 9); s.replace({v: 2}); s.update(t); s.combine(t, max); s.combine_first(t); s.compare(t)
s.align(t); s.reindex(list("abxy")); s.reindex(list("abxy"), fill_value=v(9)); s.reindex(list("abxy"), fill_value=9)
s.reindex_like(t); s.loc["a"]; s.loc["a":"b"]; s.iloc[0]; s.iloc[[0, 1]]; s[s > v(1.5)]; s.at["a"]; s.iat[0]; s.get("a"); s.xs("a"); s.item()
s.head(2); s.tail(2); s.take([0, 2]); s.truncate("b", "c"); s.sample(2, random_state=0); s.repeat(2); s.squeeze(); s.first_valid_index()
s.copy(); s.astype("quantity[kV]"); s.astype(float); s.astype(int); s.astype(object); s.astype("Float64"); s.astype("category"); s.astype(bool)
s.convert_dtypes(); s.infer_objects(); s.to_numpy(); s.to_numpy(float); s.to_numpy(dtype=object); s.values; s.array; list(s); s.to_list(); s.tolist()
s.to_dict(); s.to_frame(); s.items(); list(s.items()); s.keys(); s.to_string(); s.to_csv(); s.to_json(); s.rename("y"); s.reset_index()
s.set_axis(list("wxyz")); s.rename_axis("i"); s.add_prefix("p"); s.add_suffix("p"); s.drop("a"); s.pop("a"); s.filter(items=["a"]); s.explode(); s.unstack()
s.equals(t); s.equals(s * 1); s.corr(t); s.cov(t); s.autocorr(); s.dot(w); s.dot(t); s.rolling(2).mean(); s.expanding().sum(); s.ewm(span=2).mean()
s.rolling(2).apply(len); s.groupby(g).mean(); s.groupby(g).sum(); s.groupby(g).std(); s.groupby(g).var(); s.groupby(g).min(); s.groupby(g).max()
s.groupby(g).median(); s.groupby(g).first(); s.groupby(g).last(); s.groupby(g).nth(0); s.groupby(g).prod(); s.groupby(g).count(); s.groupby(g).size()
s.groupby(g).nunique(); s.groupby(g).quantile(0.3); s.groupby(g).describe(); s.groupby(g).agg(["mean", "std"]); s.groupby(g).apply(lambda x: x.sum())
s.groupby(g).transform("mean"); s.groupby(g).transform(lambda x: x - x.mean()); s.groupby(g).cumsum(); s.groupby(g).cumprod(); s.groupby(g).cummax()
s.groupby(g).diff(); s.groupby(g).shift(); s.groupby(g).pct_change(); s.groupby(g).rank(); s.groupby(g).ffill(); s.groupby(g).fillna(v(1))
s.groupby(g).idxmax(); s.groupby(g).idxmin(); s.groupby(g).nlargest(1); s.groupby(g).sem(); s.groupby(g).skew(); s.groupby(g).any(); s.groupby(g).ohlc()
s.groupby(g).head(1); s.groupby(g).value_counts(); s.groupby(g).unique(); s.groupby(g).rolling(2).mean(); s.groupby(g).filter(lambda x: True)
s.groupby(g).corr(t); s.groupby(g).cov(t); s.groupby(g).agg(lambda x: x.max() - x.min()); s.groupby(g).kurt(); s.groupby(g).ewm(span=2).mean()
s.groupby(s).count(); w.groupby(s).sum(); day.resample("2D").mean(); day.resample("2D").sum(); day.resample("2D").std(); day.resample("12h").ffill()
day.resample("12h").interpolate(); day.resample("2D").ohlc(); day.resample("2D").var(); day.resample("2D").apply(lambda x: x.max()); day.asfreq("12h")
day.asfreq("12h", fill_value=v(1)); day.asfreq("12h", fill_value=1); day.between_time("0:00", "1:00"); day.at_time("0:00"); day.shift(freq="D"); day.first_valid_index()
np.sqrt(s); np.exp(s); np.sin(s); np.exp(s / v(1)); np.abs(s); np.add(s, t); np.add(s, v(1)); np.multiply(v(2), s); np.maximum(s, t); np.hypot(s, t); np.isnan(s)
np.square(s); np.sign(s); np.log(s); np.floor(s); np.add(s, 1); np.greater(s, v(1)); np.mean(s); np.sum(s); np.std(s); np.max(s); np.diff(s); np.cumsum(s); np.median(s)
np.asarray(s); np.array(s, float); np.concatenate([s, t]); np.where(s > v(1), s, t); np.clip(s, v(1), v(2)); np.sort(s); np.unique(s); np.percentile(s, 50); np.var(s)
np.add.reduce(s); np.maximum.reduce(s); np.add.accumulate(s); np.add.outer(s, t); np.dot(s, w); np.interp(v(1.5), s, w); np.histogram(s); np.corrcoef(s, t); np.prod(s)
float(s.iloc[0]); bool(s.iloc[0]); int(s.iloc[0]); sum(s.dropna()); max(s.dropna()); sorted(s.dropna()); v(1) in s.array; hash(s.iloc[0]); pickle.loads(pickle.dumps(s)); copy.deepcopy(s)
pd.concat([s, t]); pd.concat([s, t], axis=1); pd.concat([s, s.astype("quantity[kV]")]); pd.concat([s, w]); pd.isna(s); pd.to_numeric(s); pd.cut(s, 2); pd.qcut(s, 2); pd.unique(s)
pd.factorize(s); pd.get_dummies(s); pd.Index(s); pd.Index(s).min(); pd.Index(s) + v(1); pd.Index(s).union(pd.Index(t)); pd.Index(s).get_indexer(pd.Index(t)); pd.array(s); pd.Categorical(s)
pd.Series(s.array); pd.Series(list(s)); pd.Series(s, dtype=float); pd.Series(s.bu.quantity); pd.Series({"a": v(1), "b": v(2)}); pd.Series(v(1), index=[1, 2]); pd.to_datetime(s); pd.to_timedelta(s)
pd.Series([1.0, 2.0]).where([True, False], v(1)); w.fillna(v(1)); w.clip(v(1), v(2)); w.where(w > 1, v(3)); w.replace(1.0, v(1)); w.combine(s, min); w.add(s); w.mul(s); w.isin(s); w.update(s)
s.bu.to("kV"); s.bu.magnitude("V"); s.bu.rolling(2).mean(); s.bu.rolling(2).var(); s.bu.expanding().sum(); s.bu.ewm(span=2).mean(); s.bu.cov(t); s.bu.corr(t); s.bu.nlargest(2); s.bu.quantity
Quantity(s); math.mean(s); math.add(s, v(1)); math.sin(s); math.where(w > 1, s, t); s.memory_usage(); s.dtype.numbers; s.size; s.empty; s.is_unique; s.is_monotonic_increasing; s.nbytes
hash_pandas_object(s); s.to_xarray(); s.to_period(); s.swapaxes(0, 0); s.ravel(); s.T; s.droplevel(0); s.case_when([(w > 1, v(5))]); s.case_when([(w > 1, 5)]); s.isnull(); s.info(); s.list; s.str; s.dt
"""

FRAMES = """
f + f; f[["a", "b"]] + f[["a", "b"]]; f[["a", "b"]] * 2; f[["a", "b"]] + v(1); v(1) - f[["a", "b"]]; f[["a", "b"]] == v(1); f[["a", "b"]] > v(1.5); f[["a", "b"]] + 1; f[["a", "b"]] ** 2
n * v(2); v(2) * n; n.mul(v(2)); n.add(v(2)); n.eq(v(2)); n * s.reset_index(drop=True); n.mul(s.reset_index(drop=True), axis=0); n * pd.Series([v(1), v(2)], index=["a", "b"]); n + s; n.lt(v(1))
n.mul(v(2), fill_value=1); q.add(q, fill_value=v(1)); q.add(q, fill_value=1); q.mul(n); q / n; n / q; q.radd(v(1)); q.rdiv(1); q.floordiv(v(2)); q.mod(v(2)); q.pow(2); q.dot(w); q @ w; q.T @ q
q.sum(); q.mean(); q.median(); q.std(); q.var(); q.min(); q.max(); q.prod(); q.sem(); q.skew(); q.kurt(); q.count(); q.nunique(); q.mode(); q.quantile(0.3); q.quantile([0.25, 0.75]); q.describe()
q.sum(axis=1); q.mean(axis=1); q.median(axis=1); q.std(axis=1); q.var(axis=1); q.min(axis=1); q.max(axis=1); q.prod(axis=1); q.count(axis=1); q.quantile(0.3, axis=1); q.sem(axis=1); q.idxmax(axis=1)
q.any(); q.all(); q.idxmax(); q.idxmin(); q.cumsum(); q.cummax(); q.cumprod(); q.cumsum(axis=1); q.cummin(axis=1); q.diff(); q.diff(axis=1); q.pct_change(); q.shift(); q.shift(axis=1); q.rank(); q.round(1); q.abs()
q.corr(); q.cov(); q.corrwith(q); q.agg("mean"); q.agg(["mean", "max"]); q.agg({"a": "mean", "b": "var"}); q.agg(lambda x: x.max()); q.apply(lambda x: x.max()); q.apply(lambda x: x.max(), axis=1); q.map(lambda x: x * 2)
q.transform(lambda x: x - x.mean()); q.pipe(lambda x: x * 2); q.clip(v(1), v(3)); q.clip(1, 2); q.where(q > v(1.5)); q.where(q > v(1.5), v(0)); q.where(q > v(1.5), 7); q.mask(q > v(1.5), v(9)); q.fillna(v(9)); q.fillna({"a": v(1)})
q.fillna(9); q.ffill(); q.bfill(); q.interpolate(); q.dropna(); q.isna(); q.isin([v(1)]); q.isin({"a": [v(1)]}); q.replace(v(1), v(2)); q.sort_values("a"); q.sort_values(["a", "b"]); q.nlargest(1, "a"); q.nsmallest(1, "a")
q.duplicated(); q.drop_duplicates(); q.value_counts(); q.set_index("a"); q.set_index(["a", "b"]); q.reset_index(); q.set_index("a").sort_index(); q.set_index("a").loc[v(1)]; q.T; q.transpose().T; q.stack(); q.melt(); f.melt("note")
f.pivot(index="note", columns="k", values="a"); f.pivot_table(index="k", values="a"); f.pivot_table(index="k", values="a", aggfunc="sum"); f.pivot_table(index="k", values=["a", "b"], aggfunc="var"); pd.crosstab(f.k, f.note, values=f.a, aggfunc="sum")
f.groupby("k").mean(numeric_only=True); f.groupby("k").sum(numeric_only=True); f.groupby("k")[["a", "b"]].std(); f.groupby("k").agg({"a": "mean", "b": ["min", "max"]}); f.groupby("k").agg(x=("a", "var")); f.groupby("a").count(); f.groupby(["k", "a"]).size()
f.groupby("k")["a"].describe(); f.groupby("k").a.transform("sum"); f.groupby("k")[["a"]].apply(lambda x: x.a.sum()); f.groupby("k")[["a", "b"]].first(); f.groupby("k")[["a"]].corr(); f.groupby("k")[["a"]].cov(); f.groupby("k")[["a"]].quantile(0.5)
f.merge(f, on="k"); f.merge(f, on="a"); f.merge(f[["a"]].astype("quantity[kV]"), on="a"); f.join(f[["a"]], rsuffix="2"); pd.concat([f, f]); pd.concat([f, f[["a"]].astype("quantity[kV]")]); pd.merge_asof(f.sort_values("a"), f.sort_values("a"), on="a"); pd.merge_asof(f, f, on="k")
f.query("a > b"); f.query("k > 1"); f.query("a > @v(1)"); f.eval("a + b"); f.eval("c = a * 2"); f.eval("a > @lim"); f.assign(c=lambda x: x.a * x.b); f.assign(c=v([1, 2, 3, 4])); f.insert(0, "z", v([1, 2, 3, 4])); f.filter(like="a"); f.select_dtypes("number"); f.info()
f.to_numpy(); q.to_numpy(); q.to_numpy(float); q.values; f.to_dict(); f.to_dict("records"); f.to_dict("list"); f.to_records(); f.to_csv(); f.to_json(); f.to_json(orient="records"); f.to_string(); f.to_html(); f.to_latex(); f.to_xarray(); np.asarray(q); np.array(q, float)
f.itertuples(); list(f.itertuples(index=False)); list(f.iterrows()); f.loc[0]; f.loc[0, "a"]; f.iloc[0]; f.loc[f.a > v(1.5)]; f.at[0, "a"]; f.xs(0); f.head(2); f.sample(2, random_state=0); f.take([0]); f.reindex([0, 9]); q.reindex([0, 9], fill_value=v(1)); q.reindex([0, 9], fill_value=1)
q.astype("quantity[kV]"); q.astype(float); q.astype(object); q.astype({"a": "quantity[kV]"}); q.convert_dtypes(); q.infer_objects(); f.equals(f.copy()); f.compare(f); q.combine(q, lambda x, y: x + y); q.combine_first(q); q.update(q * 2); q.align(q); q.squeeze(); q.explode("a"); q.unstack()
q.rolling(2).mean(); q.expanding().mean(); q.ewm(span=2).mean(); q.memory_usage(); pickle.loads(pickle.dumps(f)); copy.copy(f); np.sqrt(q); np.exp(q); np.add(q, v(1)); np.multiply(n, v(1)); np.maximum(q, q); np.mean(q); np.isnan(q); pd.isna(f); pd.get_dummies(f); pd.wide_to_long(f, ["a"], i="k", j="j")
pd.DataFrame({"a": v([1.0, 2.0])}); pd.DataFrame([v([1.0, 2.0])]); pd.DataFrame(v([[1.0, 2.0]])); pd.DataFrame([{"a": v(1)}]); pd.DataFrame({"a": s, "b": w}); pd.DataFrame(s); pd.DataFrame({"a": v(1)}, index=[0, 1]); pd.DataFrame.from_dict({"a": v([1.0])}); pd.DataFrame.from_records([(v(1), 2)])
f.bu.units; f.bu.dequantify(); f.bu.dequantify().bu.quantify(); f.bu.to({"a": "kV"}); Quantity(q); math.sum(q); q.set_axis(["x", "y"], axis=1); q.rename(columns={"a": "c"}); q.add_prefix("p"); q.pop("a"); q.droplevel(0); q.xs("a", axis=1); q.first_valid_index(); q.boxplot(); q.hist(); q.swaplevel()
"""

ASSIGNED = """
s["a"] = v(9); s["a"] = 9; s["a"] = 0; s["a"] = None; s["new"] = v(9); s["new"] = 9; s.iloc[0:2] = v([7, 8]); s.iloc[0:2] = [7, 8]; s.iloc[0:2] = [v(7), v(8)]; s[s > v(1.5)] = v(0)
s.loc["a"] = u.second * 1; s.loc["a"] = "x"; s.loc[["a", "b"]] = t; s += v(1); s *= 2; s -= t; s /= t; s += 1; s **= 2; s.at["a"] = v(3); s.iat[0] = 3
f["c"] = v([1, 2, 3, 4]); f["c"] = f.a * 2; f["c"] = v(1); f.loc[0, "a"] = v(9); f.loc[0, "a"] = 9; f.loc[9] = [v(1), v(2), "x", 1]; f.iloc[0, 0] = v(9); f.loc[f.a > v(1.5), "b"] = v(0)
f.loc[0, "k"] = v(1); f.at[0, "a"] = v(3); f.at[0, "a"] = 3; f[["a", "b"]] = f[["b", "a"]]; f["a"] += v(1); f.loc[:, "a"] = v([1, 2, 3, 4]); f.loc[:, "a"] = [1, 2, 3, 4]; f["a"] = [1, 2, 3, 4]; w["a"] = v(1); w.iloc[0:2] = v([1, 2])
"""
