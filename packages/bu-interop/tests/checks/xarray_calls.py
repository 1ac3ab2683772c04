"""Every public method of DataArray and Dataset as calls on voltages, for the walk in
`tests/test_xarray_walk.py`.

A call is a text of Python in which `d` is a DataArray of voltages over `x` (km) and `t` (s), `ds` a
Dataset of it and a current, `v(number)` a voltage, `w` plain weights, `day` a DataArray over dates. Each
is computed in V and in mV: the results must be the same quantities, or both be refused.
"""

from __future__ import annotations

__all__ = ["CALLS", "NOT_CALLED"]

CALLS = """
d.T; d.all(); d.any(); d.argmax(); d.argmax('x'); d.argmin(); d.argsort('x'); d.as_numpy(); d.assign_attrs(a=1)
d.assign_coords(y=('x', [1., 2., 3.])); d.astype('float32'); d.attrs; d.bfill('x'); d.broadcast_equals(d)
d.broadcast_like(d); d.chunk(); d.chunk().compute(); d.chunk().mean().compute(); d.clip(v(2.), v(5.)); d.clip(2., 5.)
d.coarsen(t=2).mean(); d.combine_first(d[:2]); d.compute(); d.conj(); d.conjugate(); d.copy(); d.count(); d.cumprod('x')
d.cumsum('x'); d.cumulative('x').sum(); d.cumulative_integrate('t'); d.diff('x'); d.differentiate('t'); d.dot(d)
d.drop_attrs(); d.drop_duplicates('x'); d.drop_encoding(); d.drop_indexes('x'); d.drop_isel(x=0); d.drop_vars('x')
d.drop_sel(x=1 * u.km); d.dropna('x'); d.equals(d); d.expand_dims('z'); d.ffill('x'); d.fillna(v(1.)); d.fillna(1.)
d.fillna(0); d.groupby('x').mean(); d.groupby('lab').mean(); d.groupby('lab').var(); d.groupby('lab').sum()
d.groupby('lab').first(); d.groupby_bins('x', 2).mean(); d.head(x=1); d.identical(d); d.idxmax('x'); d.idxmin('x')
d.imag; d.integrate('t'); d.interp(x=1.5); d.interp_like(d); d.interpolate_na('x'); d.isel(x=0); d.isin(v([1., 2.]))
d.isin([1., 2.]); d.isnull(); d[0, 0].item(); d.item(); d.load(); d.map_blocks(abs); d.max(); d.mean(); d.mean('x')
d.median('x'); d.min('t'); d.notnull(); d.pad(x=1); d.persist(); d.pipe(lambda a: a * 2); d.polyfit('t', 1); d.prod('x')
d.prod(); d.quantile(0.3, 'x'); d.quantile([0.3, 0.5]); d.rank('x'); d.real; d.reduce(np.nanmean, 'x'); d.reindex(x=[1., 2.])
d.reindex_like(d[:2]); d.rename('w'); d.reset_coords('lab'); d.reset_coords('lab', drop=True); d.reset_encoding()
d.reset_index('x'); d.roll(x=1); d.roll(x=1, roll_coords=True); d.rolling(t=2).mean(); d.rolling(t=2).sum()
d.rolling(t=2).std(); d.rolling(t=2).max(); d.rolling(t=2).construct('z'); d.rolling(t=2).reduce(np.nansum)
d.rolling(t=2).median(); d.rolling(t=2).count(); d.rolling_exp(t=2).mean(); d.round(1); d.searchsorted(v(2.))
d.sel(x=2 * u.km); d.sel(x=slice(1 * u.km, 2500 * u.m)); d.sel(x=2.); d.loc[{'x': 2 * u.km}]; d.set_index(x='lab')
d.set_xindex('lab'); d.shift(x=1); d.shift(x=1, fill_value=v(1.)); d.shift(x=1, fill_value=1.); d.sortby('x')
d.sortby(d.lab); d.squeeze(); d.stack(z=('x', 't')); d.std(); d.std('x', ddof=1); d.sum(); d.sum('x'); d.sum('x', min_count=1)
d.swap_dims(x='lab'); d.tail(x=1); d.thin(x=2); d.to_dataset(name='v'); d.to_dataset('x'); d.to_dict(); d.to_index()
d.to_dataframe('v'); d.to_series(); d.to_pandas(); d.to_masked_array(); d.to_numpy(); d.values; d.data; d.variable
d.transpose('t', 'x'); d.unify_chunks(); d.unstack(); d.var(); d.var('x'); d.weighted(w).mean('x'); d.weighted(w).sum()
d.weighted(w).var(); d.weighted(w).std(); d.weighted(w).quantile(0.5); d.weighted(w).sum_of_weights(); d.where(d > v(3.))
d.weighted(w).sum_of_squares(); d.where(d > v(3.), v(1.)); d.where(d > v(3.), 0); d.where(d > v(3.), 1.); d.where(d > 3., d)
d.to_dask_dataframe(); d.to_unstacked_dataset('x'); d.query(x='x > 1'); xr.load_dataset(d.to_netcdf()).bu.quantify(); d.convert_calendar('noleap')
d.interp_calendar(d); d.dt; d.curvefit('t', lambda t, a: a * t); d.resample(t='1s'); d.coarsen(t=2).max()
d.coarsen(t=2).construct(t=('a', 'b')); d.groupby('lab').quantile(0.5); d.groupby('lab').map(lambda g: g - g.mean())
d.groupby('lab') - d.groupby('lab').mean(); d.groupby('lab').cumsum(); d.groupby('lab').median(); d.groupby('lab').fillna(v(1.))
d + d; d - v(1.); d * d; d / v(2.); d / d; d // v(2.); d % v(2.); d ** 2; -d; +d; abs(d); d + 1.; d + 0; 1. - d; 2 * d
v(3.) - d; v(3.) * d; v(3.) / d; d > v(3.); d > 3.; d == v(3.); d == 3.; d != d; d > 0; v(3.) > d; d * w; w * d; w + d
d * u.s; u.s * d; d / u.s; d @ d.T; round(d); d & d; ~d; d += v(1.); d[:2] + d[1:]
d.x * d; d.x + d; d.lab * d; d.x + 1 * u.m; d.x * 2; d.x.mean(); d.lab.sum(); d.x.diff('x'); d.x.to_index()
np.sqrt(d); np.exp(d); np.exp(d / v(1.)); np.add(d, d); np.add(d, 1.); np.multiply(d, d); np.maximum(d, v(3.)); np.sign(d)
np.isfinite(d); np.hypot(d, d); np.arctan2(d, d); np.square(d); np.mean(d); np.log(d); np.floor(d); np.sin(d); np.cbrt(d)
xr.where(d > v(3.), d, v(0.)); xr.where(d > v(3.), d, 0); xr.where(d > v(3.), d, 1.); xr.where(d > v(3.), 1, 0)
xr.concat([d, d], 'x'); xr.concat([d, d.isel(x=0)], 'x'); xr.concat([d, 0 * w], 'n'); xr.align(d, d[:2]); xr.broadcast(d, w)
xr.merge([d.rename('a'), d.rename('b')[:2]], join='outer'); xr.dot(d, d); xr.dot(d, w); xr.cov(d, d); xr.corr(d, d)
xr.polyval(d, xr.DataArray([1., 2.], dims='degree', coords={'degree': [0, 1]})); xr.combine_by_coords([ds]); xr.full_like(d, 1.)
xr.combine_nested([ds, ds], 'n'); xr.zeros_like(d); xr.ones_like(d); xr.full_like(d, v(1.)); xr.apply_ufunc(abs, d)
xr.apply_ufunc(np.multiply, d, d); xr.unify_chunks(d); xr.map_blocks(abs, d); xr.cross(d.isel(t=slice(3)), d.isel(t=slice(3)), dim='x')
xr.testing.assert_equal(d, d); xr.testing.assert_allclose(d, d); xr.testing.assert_identical(d, d)
day.resample(time='2D').mean(); day.resample(time='2D').sum(); day.resample(time='12h').interpolate(); day.resample(time='2D').max()
day.resample(time='12h').ffill(); day.resample(time='12h').nearest(); day.groupby('time.month').mean(); day.differentiate('time')
day.integrate('time'); day.sel(time='2000-01-02'); day.interp(time='2000-01-02T12'); day.groupby('time.day').std()
day.to_series(); xr.load_dataset(day.to_netcdf()).bu.quantify(); day.rolling(time=2).mean(); day.resample(time='2D').first(); day.cumulative_integrate('time')
ds.mean(); ds.sum('x'); ds.std(); ds + ds; ds * 2; ds - ds.mean(); ds / ds; ds.map(abs); ds.to_dataarray(); ds.to_array()
ds.isel(x=0); ds.sel(x=2 * u.km); ds.where(ds.v > v(3.)); ds.fillna({'v': v(1.)}); ds.fillna(0); ds.fillna(1.); ds.rolling(t=2).mean()
ds.diff('x'); ds.shift(x=1); ds.pad(x=1); ds.assign(p=ds.v * ds.i); ds.merge(ds[['v']].rename(v='v2')); ds.quantile(0.5, 'x')
ds.differentiate('t'); ds.integrate('t'); ds.groupby('lab').mean(); ds.weighted(w).mean(); ds.coarsen(t=2).mean(); ds.median()
ds.var(); ds.prod('x'); ds.cumsum('x'); ds.max(); ds.min(); ds.round(); ds.astype('float32'); ds.transpose(); ds.to_dataframe()
xr.load_dataset(ds.to_netcdf()).bu.quantify(); ds.to_dict(); ds.eval('v + v'); ds.eval('v * i'); ds.query(x='lab > 1'); ds.to_stacked_array('z', ['x']); ds.polyfit('t', 1)
ds.drop_vars('i'); ds.rename(v='w'); ds.interp(x=1.5); ds.reindex(x=[1.]); ds.sortby('lab'); ds.sortby(ds.v.isel(t=0)); ds.equals(ds)
ds.identical(ds); ds.broadcast_equals(ds); ds.isnull(); ds.notnull(); ds.count(); ds.clip(0, None); ds.dropna('x'); ds.copy(); ds.chunk()
ds.argmax('x'); ds.idxmax('x'); ds.combine_first(ds); ds.update({'v': ds.v}); ds.set_coords('i'); ds.reset_coords('lab'); ds.expand_dims('z')
ds.apply(abs); ds.filter_by_attrs(units='V'); ds.to_pandas(); ds.map_blocks(abs); ds.stack(z=('x', 't')); ds.roll(x=1); ds.head(x=1)
d.bu.to('V'); d.bu.dequantify().bu.quantify(); d.bu.dequantify_coords(); d.bu.sel(x=2 * u.km); d.bu.drop_sel(x=[1] * u.km); d.bu.unit.dim
d.bu.interp(x=1500 * u.m); d.bu.interp_like(d); d.bu.reindex(x=[1, 5] * u.km); d.bu.reindex(x=[1, 5] * u.km, fill_value=v(1.))
d.bu.reindex(x=[1, 5] * u.km, fill_value=1.); d.bu.reindex_like(d[:2]); d.bu.interpolate_na('t'); d.bu.sortby('x'); d.bu.swap_dims(x='lab')
d.bu.stack(z=('x', 't')); d.bu.stack(z=('x', 't')).bu.unstack('z'); d.bu.pad(x=1); d.bu.pad(x=1, constant_values=v(1.)); d.bu.chunk()
d.bu.pad(x=1, constant_values=1.); d.bu.pad(x=1, mode='edge'); d.bu.broadcast_like(d); d.bu.chunk().mean().compute(); d.bu.quantity
d.bu.chunk().cumsum('x').compute(); d.bu.groupby('x').mean(); d.bu.groupby('lab').var(); d.bu.groupby_bins('x', [0, 2, 4] * u.km).mean()
d.bu.coarsen(t=2).mean(); d.bu.coarsen(t=2).std(); d.bu.rolling(t=2).mean(); d.bu.polyfit('t', 1); d.bu.polyfit('t', 2); d.bu.units['x']
day.bu.resample(time='2D').mean(); ds.bu.polyfit('t', 1); ds.bu.to(v='V'); ds.bu.dequantify().bu.quantify(); ds.bu.sel(x=2 * u.km)
ds.bu.interp(x=1500 * u.m); ds.bu.reindex(x=[1, 5] * u.km); ds.bu.reindex(x=[1, 5] * u.km, fill_value={'v': v(1.)}); ds.bu.stack(z=('x', 't'))
ds.bu.groupby('lab').mean(); ds.bu.coarsen(t=2).mean(); ds.bu.pad(x=1); ds.bu.chunk().compute(); ds.bu.polyfit('t', 1); d.bu.ffill('x')
d.bu.bfill('x'); d.bu.assign_index('lab', 'kg'); d.bu.mantissa * d.bu.unit; d.bu.dequantify(format='~P').bu.quantify()
"""

NOT_CALLED = {
    "bu": "ours",
    "str": "of texts",
    "cf": "of cf-xarray",
    "chunks chunksizes coords dims dtype encoding indexes name nbytes ndim shape size sizes xindexes": "no values",
    "data_vars dtypes get items keys variables drop_dims rename_dims rename_vars": "no values",
    "close from_dict from_iris from_series from_dataframe get_axis_num get_index set_close to_iris": "no values of it",
    "dump_to_store load_store load_async to_zarr info": "files, see test_files.py and to_netcdf",
    "drop": "deprecated: drop_sel, drop_vars",
    "plot": "test_plots.py",
    "reorder_levels": "of several levels, which have no index with units",
}
