"""The error names file, variable and reason, also from another process."""

from bu_interop.io import FileError


def test_errors_pickle():
    import pickle

    error = FileError("a.h5", [("v", "no unit")], "Do this")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.file, again.problems) == (str(error), "a.h5", [("v", "no unit")])
