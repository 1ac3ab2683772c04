"""array-api-strict as a third party's backend: what runs on it uses the standard only."""

from bu_dispatch import Backend


class StrictBackend(Backend):
    name = "array_api_strict"
    title = "array-api-strict"
    module = "array_api_strict"
    array_types = ("_array_object.Array",)
    namespace_module = "array_api_strict"
    extra = "array-api-strict"

    def to_numpy(self, x):
        return x._array
