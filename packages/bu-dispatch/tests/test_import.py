from bu_dispatch import builtin_backends

ROOTS = [record.module.partition(".")[0] for record in builtin_backends()]
LIBRARIES = [*ROOTS, "array_api_compat", "array_api_extra"]


def test_import_brings_no_third_party_module(run_python):
    program = """
        import sys
        before = set(sys.modules)
        import bu_dispatch
        print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
        """
    new = set(run_python(program).split())
    assert not new & set(LIBRARIES)
    assert not new & {"typing", "inspect", "dataclasses"}


def test_all_names_exist():
    import bu_dispatch

    for name in bu_dispatch.__all__:
        assert hasattr(bu_dispatch, name)
    assert bu_dispatch.__version__ == "0.1.0"


def test_questions_import_nothing(run_python):
    program = f"""
        import sys
        import bu_dispatch as bd

        class Foreign:
            pass

        for x in (1, 2.0, "text", [1], None, object(), Foreign(), Foreign):
            for record in bd.builtin_backends():
                assert getattr(bd, f"is_{{record.name}}_array")(x) is False
            assert bd.backend_of(x) is None
        assert not set({LIBRARIES!r}) & set(sys.modules)
        """
    run_python(program)


def test_library_imported_later_is_recognised(run_python):
    program = """
        import bu_dispatch as bd

        class Foreign:
            pass

        assert bd.backend_of(Foreign()) is None
        import numpy as np
        assert bd.backend_of(Foreign()) is None
        assert bd.backend_of(np.ones(2)).name == "numpy"

        class Later(np.ndarray):
            pass

        assert bd.backend_of(np.ones(2).view(Later)).name == "numpy"
        """
    run_python(program)


def test_lazy_module_is_not_woken(run_python):
    program = """
        import importlib.util, sys

        spec = importlib.util.find_spec("numpy")
        spec.loader = importlib.util.LazyLoader(spec.loader)
        module = importlib.util.module_from_spec(spec)
        sys.modules["numpy"] = module
        spec.loader.exec_module(module)
        import bu_dispatch as bd

        class Foreign:
            pass

        assert bd.backend_of(Foreign()) is None
        assert type(module).__name__ == "_LazyModule"
        """
    run_python(program)
