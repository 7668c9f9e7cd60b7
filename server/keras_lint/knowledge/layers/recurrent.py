"""Recurrent layers: a cell, step by step."""

from __future__ import annotations

from typing import Any, ClassVar

from keras_lint.knowledge.facts import Config, Shape, Unknown, known_dim
from keras_lint.knowledge.layers.base import LayerKnowledge, Refused, Weights, described, shown
from keras_lint.knowledge.layers.cells import (
    Cell,
    GRUCell,
    LSTMCell,
    SimpleRNNCell,
    StackedCells,
    cells_of,
    state_shape,
)
from keras_lint.knowledge.layers.convolution import Convolution
from keras_lint.knowledge.layers.dims import (
    DATA_FORMATS,
    YES_NO,
    calculated,
    channels,
    channels_first,
    flag,
    int_tuple,
    spatial,
    total,
    weight,
    whole,
)


class Recurrent(LayerKnowledge):
    """What all recurrent layers share: sequences or the last output, and the states."""

    defaults: Config = {
        "return_sequences": False,
        "return_state": False,
        "go_backwards": False,
        "stateful": False,
        "use_bias": True,
        "reset_after": True,
        "unroll": False,
    }
    alternatives = {
        "return_sequences": YES_NO,
        "return_state": YES_NO,
        "stateful": YES_NO,
        "use_bias": YES_NO,
        "reset_after": YES_NO,
    }

    def cell(self, config: Config) -> Cell | StackedCells | Unknown:
        """The cell under this configuration."""
        raise NotImplementedError

    def build(self, config: Config, shape: Shape) -> Weights:
        cell = self.cell(config)
        if isinstance(cell, Unknown):
            return Weights(cell)
        step = (shape[0], *shape[2:])
        built = Weights(cell.weights(step[-1]))
        self.check_stateful(config, shape)
        return built

    def check_stateful(self, config: Config, shape: Shape) -> None:
        """Refuse a stateful layer without a batch size."""
        if flag(self, config, "stateful") and shape[0] is None:
            raise Refused(
                "When using `stateful=True` in a RNN, the batch size must be static. "
                f"Found dynamic batch size: sequence.shape={shown(shape)}"
            )

    def compute(self, config: Config, shape: Shape) -> Any:
        cell = self.cell(config)
        if isinstance(cell, Unknown):
            return cell
        sequences = flag(self, config, "return_sequences")
        output = (shape[0], shape[1], cell.units) if sequences else (shape[0], cell.units)
        if not flag(self, config, "return_state"):
            return output
        sizes = cell.state_size if isinstance(cell.state_size, list) else [cell.state_size]
        return [output, *(state_shape(shape[0], size) for size in sizes)]


class CellRecurrent(Recurrent):
    """``SimpleRNN``, ``LSTM``, ``GRU``: a recurrent layer around its own cell."""

    required = ("units",)
    ndim = 3
    cell_class: ClassVar[type[Cell]]

    def check_arguments(self, config: Config) -> None:
        self.cell(config).check()

    def cell(self, config: Config) -> Cell:
        return self.cell_class(self, config)


class SimpleRNN(CellRecurrent):
    """``SimpleRNN``."""

    names = ("SimpleRNN",)
    cell_class = SimpleRNNCell


class LSTM(CellRecurrent):
    """``LSTM``."""

    names = ("LSTM",)
    cell_class = LSTMCell


class GRU(CellRecurrent):
    """``GRU``."""

    names = ("GRU",)
    cell_class = GRUCell


class RNN(Recurrent):
    """``RNN`` around one of Keras's cells, or several stacked."""

    names = ("RNN",)
    required = ("cell",)
    min_known_rank: ClassVar[int] = 3

    def check_arguments(self, config: Config) -> None:
        cell = self.cell(config)
        for one in cell.cells if isinstance(cell, StackedCells) else [cell]:
            if isinstance(one, Cell):
                one.check()

    def received(self, config: Config, inputs: Any) -> Any:
        received = super().received(config, inputs)
        if isinstance(received, tuple) and len(received) != self.min_known_rank:
            return Unknown("a recurrent layer on something else than (batch, steps, features)")
        return received

    def cell(self, config: Config) -> Cell | StackedCells | Unknown:
        given = config["cell"]
        return cells_of(given)


class ConvLSTM(Recurrent):
    """``ConvLSTM1D`` … ``ConvLSTM3D``: an LSTM whose products are convolutions."""

    rank: ClassVar[int]
    required = ("filters", "kernel_size")
    defaults = {
        **Recurrent.defaults,
        "strides": 1,
        "padding": "valid",
        "data_format": None,
        "dilation_rate": 1,
    }
    alternatives = {
        **Recurrent.alternatives,
        "padding": ("valid", "same"),
        "data_format": DATA_FORMATS,
    }

    def check_arguments(self, config: Config) -> None:
        step = self._step()
        step.ints(config, "kernel_size")
        strides = int_tuple(self.argument(config, "strides"), self.rank, "strides", allow_zero=True)
        dilation = step.ints(config, "dilation_rate")
        step.padding(config)
        channels_first(self, config)
        if any(isinstance(s, int) and s > 1 for s in strides) and any(isinstance(d, int) and d > 1 for d in dilation):
            raise Refused(
                "Specifying `strides > 1` is not compatible with `dilation_rate > 1`. Please provide `strides=1` or "
                f"`dilation_rate=1`. Received: strides={shown(strides)} and dilation_rate={shown(dilation)}"
            )

    def build(self, config: Config, shape: Shape) -> Weights:
        step_shape = (shape[0], *shape[2:])
        first = channels_first(self, config)
        if None in spatial(step_shape, first):
            raise Refused(
                "ConvLSTM layers only support static input shapes for the spatial dimension. "
                f"Received invalid input shape: input_shape={shown(step_shape)}"
            )
        incoming = channels(step_shape, first)
        if incoming is None:
            raise Refused(
                "The channel dimension of the inputs (last axis) should be defined. Found None. "
                f"Full input shape received: input_shape={shown(step_shape)}"
            )
        self.check_stateful(config, shape)
        filters = whole(config["filters"], "filters")
        gates = calculated(lambda number: 4 * number, filters)
        kernel = self._step().ints(config, "kernel_size")
        bias = gates if known_dim(gates) or isinstance(gates, Unknown) else 0
        return Weights(
            total(
                weight(self, config, "kernel", (*kernel, incoming, gates)),
                weight(self, config, "recurrent_kernel", (*kernel, filters, gates)),
                bias if flag(self, config, "use_bias") else 0,
            )
        )

    def compute(self, config: Config, shape: Shape) -> Any:
        step_shape = (shape[0], *shape[2:])
        state = self._step().convolved(config, step_shape, whole(config["filters"], "filters"))
        output = (shape[0], shape[1], *state[1:]) if flag(self, config, "return_sequences") else state
        return [output, state, state] if flag(self, config, "return_state") else output

    def _step(self) -> Convolution:
        step: Convolution = type(self.names[0], (Convolution,), {"names": self.names, "rank": self.rank})()
        return step


RECURRENT = (
    SimpleRNN(),
    LSTM(),
    GRU(),
    RNN(),
    *(described(ConvLSTM, f"ConvLSTM{rank}D", rank=rank, ndim=rank + 3) for rank in (1, 2, 3)),
)
