"""Attention layers. ``inputs`` are the shapes of query, value and, where given, key, in this order."""

from __future__ import annotations

from typing import Any

from keras_lint.knowledge.facts import Config, Dim, Shape, Unknown
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, Weights, is_shape_list, shown
from keras_lint.knowledge.layers.dims import YES_NO, count, flag, shape_argument, total, weight

Shapes = tuple["Shape | Unknown", ...]


class Attention(LayerKnowledge):
    """``Attention``: as many rows as the query, as wide as the value."""

    names = ("Attention",)
    defaults = {"use_scale": False, "score_mode": "dot", "return_attention_scores": False}
    alternatives = {"use_scale": YES_NO, "score_mode": ("dot", "concat"), "return_attention_scores": YES_NO}
    multiple_inputs = True

    def check_arguments(self, config: Config) -> None:
        mode = self.argument(config, "score_mode")
        if mode not in ("dot", "concat"):
            raise Refused(
                "Invalid value for argument score_mode. Expected one of {'dot', 'concat'}. "
                f"Received: score_mode={mode}"
            )

    def received(self, config: Config, inputs: Any) -> Any:
        if isinstance(inputs, Unknown):
            return inputs
        name = self.names[0]
        if not is_shape_list(inputs) and not all(isinstance(part, Unknown) for part in inputs):
            raise Refused(
                f"{name} layer must be called on a list of inputs, namely [query, value] or [query, value, key]. "
                f"Received: inputs={shown(tuple(inputs))}."
            )
        if not 2 <= len(inputs) <= 3:
            raise Refused(
                f"{name} layer accepts inputs list of length 2 or 3, namely [query, value] or [query, value, key]. "
                f"Received length: {len(inputs)}."
            )
        return tuple(inputs)

    def build(self, config: Config, shape: Shapes) -> Weights:
        return Weights(flag(self, config, "use_scale") + (self.argument(config, "score_mode") == "concat"))

    def build_unknown(self, shape: Unknown) -> Weights:
        return Weights(shape)

    def compute(self, config: Config, shape: Shapes) -> Any:
        query, value, key = shape[0], shape[1], shape[-1]
        if isinstance(query, Unknown):
            return query
        output = (*query[:-1], value[-1] if isinstance(value, tuple) else value)
        if flag(self, config, "return_attention_scores"):
            return [output, (*query[:-1], key[-2] if isinstance(key, tuple) else key)]
        return output


class AdditiveAttention(Attention):
    """``AdditiveAttention``: its scale is a vector."""

    names = ("AdditiveAttention",)
    defaults = {**Attention.defaults, "use_scale": True}

    def build(self, config: Config, shape: Shapes) -> Weights:
        query = shape[0]
        if not flag(self, config, "use_scale"):
            return Weights(0)
        return Weights(query if isinstance(query, Unknown) else weight(self, config, "scale", (query[-1],)))


class Projected(LayerKnowledge):
    """What the layers with projections share: query, value and key come as arguments of their own."""

    multiple_inputs = True

    def received(self, config: Config, inputs: Any) -> Any:
        if isinstance(inputs, Unknown):
            return inputs
        if not is_shape_list(inputs) and not all(isinstance(part, Unknown) for part in inputs):
            raise Refused("missing a required argument: 'value'")
        if len(inputs) < 2:
            raise Refused("missing a required argument: 'value'")
        query, value = inputs[0], inputs[1]
        key = inputs[2] if len(inputs) > 2 and inputs[2] is not None else value
        return (query, value, key)

    def check_steps(self, value: Shape | Unknown, key: Shape | Unknown) -> None:
        """Refuse a value and a key of different lengths."""
        if isinstance(value, tuple) and isinstance(key, tuple) and _differ(value[1:-1], key[1:-1]):
            raise Refused(
                "All dimensions of `value` and `key`, except the last one, must be equal. "
                f"Received: value_shape={shown(value)} and key_shape={shown(key)}"
            )

    def projection(self, config: Config, name: str, shape: Shape | Unknown, target: tuple[Dim, ...]) -> int | Unknown:
        """Number of weights of a projection of the last axis of ``shape`` to ``target``."""
        if isinstance(shape, Unknown):
            return shape
        kernel = weight(self, config, f"{name}/kernel", (shape[-1], *target))
        return total(kernel, count(target) if flag(self, config, "use_bias") else 0)


class MultiHeadAttention(Projected):
    """``MultiHeadAttention``: the shape of the query, or ``output_shape`` in place of its last axis."""

    names = ("MultiHeadAttention",)
    required = ("num_heads", "key_dim")
    defaults = {
        "value_dim": None,
        "use_bias": True,
        "output_shape": None,
        "use_gate": False,
        "return_attention_scores": False,
    }
    alternatives = {"use_bias": YES_NO, "use_gate": YES_NO, "return_attention_scores": YES_NO}

    def check_arguments(self, config: Config) -> None:
        for name in ("num_heads", "key_dim", "value_dim"):
            value = self.argument(config, name)
            if isinstance(value, Unknown) or (name == "value_dim" and value is None):
                continue
            if not isinstance(value, int) or value <= 0:
                or_none = " or `None`" if name == "value_dim" else ""
                raise Refused(
                    f"Received an invalid value for argument `{name}`, expected a positive integer{or_none}. "
                    f"Received: {name}={shown(value)}"
                )

    def build(self, config: Config, shape: Shapes) -> Weights:
        query, value, key = shape
        self.check_steps(value, key)
        heads, key_dim = config["num_heads"], config["key_dim"]
        value_dim = self.argument(config, "value_dim")
        value_dim = key_dim if value_dim is None else value_dim
        counts = [
            self.projection(config, "query", query, (heads, key_dim)),
            self.projection(config, "key", key, (heads, key_dim)),
            self.projection(config, "value", value, (heads, value_dim)),
        ]
        if flag(self, config, "use_gate"):
            counts.append(self.projection(config, "gate", query, (heads, value_dim)))
        target = self._target(config, query)
        if isinstance(target, Unknown):
            return Weights(target)
        counts.append(weight(self, config, "attention_output/kernel", (heads, value_dim, *target)))
        counts.append(count(target) if flag(self, config, "use_bias") else 0)
        return Weights(total(*counts))

    def compute(self, config: Config, shape: Shapes) -> Any:
        query = shape[0]
        target = self._target(config, query)
        if isinstance(query, Unknown) or isinstance(target, Unknown):
            return query if isinstance(query, Unknown) else target
        output = (*query[:-1], *target)
        if not flag(self, config, "return_attention_scores"):
            return output
        return [output, (query[0], config["num_heads"], query[1], query[1])]

    def _target(self, config: Config, query: Shape | Unknown) -> Shape | Unknown:
        """Last axes of the output."""
        given = self.argument(config, "output_shape")
        if isinstance(given, Unknown):
            return given
        if not given:
            return query if isinstance(query, Unknown) else query[-1:]
        return shape_argument((given,) if isinstance(given, int) else given, "output_shape")


class GroupedQueryAttention(Projected):
    """``GroupQueryAttention``: fewer heads for key and value than for the query."""

    names = ("GroupQueryAttention", "GroupedQueryAttention")
    required = ("head_dim", "num_query_heads", "num_key_value_heads")
    defaults = {"use_bias": True, "use_gate": False, "return_attention_scores": False}
    alternatives = {"use_bias": YES_NO, "use_gate": YES_NO, "return_attention_scores": YES_NO}

    def layer_name(self, config: Config) -> str:
        name = config.get("name")
        return name if isinstance(name, str) else "grouped_query_attention"

    def check_arguments(self, config: Config) -> None:
        heads, shared = config["num_query_heads"], config["num_key_value_heads"]
        if isinstance(heads, int) and isinstance(shared, int) and shared != 0 and heads % shared != 0:
            raise Refused("`num_query_heads` must be divisible by `num_key_value_heads`.")

    def build(self, config: Config, shape: Shapes) -> Weights:
        query, value, key = shape
        size, heads, shared = (config[name] for name in self.required)
        counts = [
            self.projection(config, "query", query, (heads, size)),
            self.projection(config, "key", key, (shared, size)),
            self.projection(config, "value", value, (shared, size)),
        ]
        if flag(self, config, "use_gate"):
            counts.append(self.projection(config, "gate", query, (heads, size)))
        if isinstance(query, Unknown):
            return Weights(query)
        counts.append(weight(self, config, "attention_output/kernel", (heads, size, query[-1])))
        counts.append(count(query[-1:]) if flag(self, config, "use_bias") else 0)
        return Weights(total(*counts))

    def compute(self, config: Config, shape: Shapes) -> Any:
        query, value = shape[0], shape[1]
        if isinstance(query, Unknown):
            return query
        if isinstance(value, tuple) and _differ(query[-1:], value[-1:]):
            raise Refused(
                "The last dimension of `query_shape` and `value_shape` must be equal, but are "
                f"{shown(query[-1])}, {shown(value[-1])}. "
                f"Received: query_shape={shown(query)}, value_shape={shown(value)}"
            )
        self.check_steps(value, shape[2])
        if not flag(self, config, "return_attention_scores"):
            return query
        steps = shape[2][1] if isinstance(shape[2], tuple) else shape[2]
        return [query, (query[0], config["num_query_heads"], query[1], steps)]


def _differ(first: Shape, second: Shape) -> bool:
    """Whether two shapes are certainly not the same."""
    if len(first) != len(second):
        return True
    return any(
        a != b for a, b in zip(first, second, strict=False) if not isinstance(a, Unknown) and not isinstance(b, Unknown)
    )


ATTENTION = (Attention(), AdditiveAttention(), MultiHeadAttention(), GroupedQueryAttention())
