"""Cells: one step of a recurrent layer, alone or within one."""

from __future__ import annotations

from typing import Any, ClassVar

from keras_lint.knowledge.facts import Config, Dim, Unknown
from keras_lint.knowledge.layers.base import LayerConfig, LayerKnowledge, Refused, Weights, described
from keras_lint.knowledge.layers.dims import YES_NO, calculated, flag, total, weight, whole


class Cell:
    """One step of a recurrent layer."""

    gates: ClassVar[int] = 1
    states: ClassVar[int] = 1

    def __init__(self, layer: LayerKnowledge, config: Config) -> None:
        self.layer = layer
        self.config = config

    def check(self) -> None:
        """Refuse what the cell's constructor refuses."""
        units = self.config["units"]
        if isinstance(units, int) and units <= 0:
            raise Refused(f"Received an invalid value for argument `units`, expected a positive integer, got {units}.")

    @property
    def units(self) -> int | Unknown:
        """Size of the output."""
        return whole(self.config["units"], "units")

    @property
    def state_size(self) -> Any:
        """Sizes of the states: one number, or a list."""
        return self.units if self.states == 1 else [self.units] * self.states

    def weights(self, incoming: Dim) -> int | Unknown:
        """Number of weights for ``incoming`` features."""
        width = calculated(lambda units: units * self.gates, self.units)
        kernel = weight(self.layer, self.config, f"{self.variable_path}/kernel", (incoming, width))
        recurrent = weight(self.layer, self.config, f"{self.variable_path}/recurrent_kernel", (self.units, width))
        bias = self.bias(width)
        return total(kernel, recurrent, bias if flag(self.layer, self.config, "use_bias") else 0)

    def bias(self, width: Dim) -> int | Unknown:
        """Number of biases."""
        return width if width is not None else 0

    variable_path: ClassVar[str] = "cell"


class SimpleRNNCell(Cell):
    """One kernel, one state."""

    variable_path = "simple_rnn_cell"


class LSTMCell(Cell):
    """Four gates, two states."""

    gates = 4
    states = 2
    variable_path = "lstm_cell"


class GRUCell(Cell):
    """Three gates; two rows of biases where the reset comes after the product."""

    gates = 3
    variable_path = "gru_cell"

    def bias(self, width: Dim) -> int | Unknown:
        rows = 2 if self.config.get("reset_after", True) else 1
        biases = calculated(lambda width: width * rows, width)
        return biases if biases is not None else 0


class StackedCells:
    """Several cells, each fed by the one before."""

    def __init__(self, cells: list[Cell]) -> None:
        self.cells = cells

    @property
    def units(self) -> int | Unknown:
        """Size of the output."""
        return self.cells[-1].units

    @property
    def state_size(self) -> Any:
        """Sizes of the states, cell by cell."""
        return [cell.state_size for cell in self.cells]

    def weights(self, incoming: Dim) -> int | Unknown:
        """Number of weights for ``incoming`` features."""
        counts = []
        for cell in self.cells:
            counts.append(cell.weights(incoming))
            incoming = cell.units
        return total(*counts)


CELLS: dict[str, type[Cell]] = {"SimpleRNNCell": SimpleRNNCell, "LSTMCell": LSTMCell, "GRUCell": GRUCell}


def cells_of(given: Any) -> Cell | StackedCells | Unknown:
    """The cell, or the stack of cells, that an argument stands for."""
    if isinstance(given, LayerConfig) and given.name == "StackedRNNCells":
        given = given.config.get("cells", Unknown("the cells are not known"))
    if not isinstance(given, (tuple, list)):
        return _cell(given)
    cells = [_cell(one) for one in given]
    known = [one for one in cells if isinstance(one, Cell)]
    return StackedCells(known) if cells and len(known) == len(cells) else Unknown("a cell is not known")


def _cell(given: Any) -> Cell | Unknown:
    if not isinstance(given, LayerConfig) or given.name not in CELLS:
        return given if isinstance(given, Unknown) else Unknown("the cell is not one of Keras's")
    for name in ("use_bias", "reset_after"):
        if isinstance(given.config.get(name), Unknown):
            return Unknown(f"`{name}` of the cell is not known")
    if "units" not in given.config:
        raise Refused(f"{given.name}.__init__() missing 1 required positional argument: 'units'")
    return CELLS[given.name](CELL_LAYERS[given.name], given.config)


def state_shape(batch: Dim, size: Any) -> Any:
    """Shape of a state (of each, where a cell has several)."""
    return [(batch, one) for one in size] if isinstance(size, list) else (batch, size)


class CellLayer(LayerKnowledge):
    """A cell called on its own: on one step (batch, features) and a list of states; it returns the output and the
    states after it.
    """

    required = ("units",)
    defaults: Config = {"use_bias": True, "reset_after": True}
    alternatives = {"use_bias": YES_NO, "reset_after": YES_NO}
    multiple_inputs = True

    def cell(self, config: Config) -> Cell | StackedCells | Unknown:
        """The cell under this configuration."""
        return CELLS[self.names[0]](self, config)

    def check_arguments(self, config: Config) -> None:
        cell = self.cell(config)
        for one in cell.cells if isinstance(cell, StackedCells) else (cell,):
            if isinstance(one, Cell):
                one.check()

    def received(self, config: Config, inputs: Any) -> Any:
        received = super().received(config, inputs)
        known = isinstance(received, tuple) and all(isinstance(shape, tuple) and shape for shape in received)
        return received if known else Unknown("the step or the states of the cell are not known")

    def build(self, config: Config, shape: Any) -> Weights:
        cell = self.cell(config)
        return Weights(cell if isinstance(cell, Unknown) else cell.weights(shape[0][-1]))

    def compute(self, config: Config, shape: Any) -> Any:
        step, *states = shape
        cell = self.cell(config)
        if isinstance(cell, Unknown):
            return cell
        sizes = cell.state_size if isinstance(cell.state_size, list) else [cell.state_size]
        flat = [size for one in sizes for size in (one if isinstance(one, list) else [one])]
        if len(step) != 2 or [state[1:] for state in states] != [(size,) for size in flat]:
            return Unknown("states of other sizes than the cell's")
        batch: Dim = step[0]
        if any(state[0] != batch for state in states):
            return Unknown("states for another batch")
        after: Any = [state_shape(batch, size) for size in sizes]
        if isinstance(cell, StackedCells):
            after = [one if isinstance(one, list) else [one] for one in after]
            after = after[0] if len(after) == 1 else after
        return [(batch, cell.units), after]


class StackedRNNCells(CellLayer):
    """``StackedRNNCells``: several cells as one."""

    names = ("StackedRNNCells",)
    required = ("cells",)

    def cell(self, config: Config) -> Cell | StackedCells | Unknown:
        return cells_of(config["cells"])


CELL_LAYERS: dict[str, LayerKnowledge] = {
    **{name: described(CellLayer, name) for name in CELLS},
    "StackedRNNCells": StackedRNNCells(),
}
"""The cells as layers."""
