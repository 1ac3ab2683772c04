"""Weak tables and bounded caches."""

import gc
import sys
import threading

from bu_units._interning import _CACHE_LIMIT, WeakTable, remember


class Thing:
    pass


def test_the_first_object_with_a_key_stays():
    table = WeakTable()
    first, second = Thing(), Thing()
    assert table.get("a") is None
    assert table.add("a", first) is first
    assert table.add("a", second) is first
    assert table.get("a") is first
    assert table.in_use() == [first]


def test_what_nobody_uses_leaves():
    table = WeakTable()
    for n in range(100):
        table.add(n, Thing())
    gc.collect()
    assert table.in_use() == []


def test_threads_get_one_object():
    table, barrier, seen = WeakTable(), threading.Barrier(8), []

    def work():
        barrier.wait()
        seen.append([table.add(key, Thing()) for key in range(200)])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(things == seen[0] for things in seen)


def test_a_finalizer_may_use_the_table():
    table = WeakTable()

    class Final:
        def __del__(self):
            table.add("inner", Thing())

    class Key(str):
        __slots__ = ()

        def __hash__(self):
            Final()  # dies at once, inside `add`
            return 1

    kept = table.add(Key("outer"), Thing())
    assert table.in_use() == [kept]


def test_a_cache_starts_anew_when_it_is_full():
    cache = {}
    for n in range(_CACHE_LIMIT):
        assert remember(cache, n, -n) == -n
    assert len(cache) == _CACHE_LIMIT
    remember(cache, "more", 1)
    assert cache == {"more": 1}


def test_a_look_up_in_another_thread_does_not_disturb_the_list():
    table = WeakTable()
    kept = [table.add(n, Thing()) for n in range(3)]
    mortal = [table.add(-n, Thing()) for n in range(1, 50)]

    def meanwhile(frame, event, argument):  # on every line: what another thread may do between two of them
        mortal[:1] = []
        table.get(0)
        return meanwhile

    before = sys.gettrace()
    sys.settrace(meanwhile)
    try:
        found = table.in_use()
    finally:
        sys.settrace(before)
    assert found[:3] == kept
