"""Images read from files: PIL, OpenCV, scikit-image, matplotlib and Keras's own functions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_lint.knowledge.call import Call, describes, method, pure
from keras_lint.knowledge.facts import UNKNOWN, Dim, Unknown, is_known
from keras_lint.knowledge.given import Given
from keras_lint.knowledge.values import Array, List, Literal, Symbol, Value

pure("cv2", "PIL", "skimage", "glob", "imageio", "os", "pathlib")

CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1}
"""``color_mode`` of Keras."""


def picture(call: Call, name: str, shape: Any, **facts: Any) -> Value:
    """An image of whole numbers from 0 to 255, as it comes from its file."""
    step = call.step("loaded", name)
    facts = {"dtype": "uint8", "low": 0.0, "high": 255.0, "library": "numpy", **facts}
    return call.new(Array(shape, kind="image", steps=(step,), **facts))


def image_at(call: Call, position: int, *names: str) -> Array | None:
    """An argument that is known to be an array."""
    fact = call.read(call.arg(position, *names))
    return fact if isinstance(fact, Array) else None


def size_of(call: Call, value: Value) -> tuple[Dim, Dim]:
    """A pair of numbers, each Unknown where it is not known."""
    items = call.items(value)
    if items is None or len(items) != 2:
        return UNKNOWN, UNKNOWN
    first, second = (call.python(item) for item in items)
    return first if isinstance(first, int) else UNKNOWN, second if isinstance(second, int) else UNKNOWN


# --- PIL: arrays of `library="python"`, which numpy turns into its own -----------------------------------------------


@describes("PIL.Image.open", "Image.open")
def open_image(call: Call) -> Value:
    """A picture of unknown size and mode; palettes apart, its numbers are 0 to 255."""
    return picture(call, "PIL.Image.open", UNKNOWN, dtype=UNKNOWN, low=UNKNOWN, high=UNKNOWN, library="python")


_MODES = {"L": 1, "RGB": 3, "RGBA": 4, "HSV": 3, "YCbCr": 3, "CMYK": 4, "LAB": 3}


@method(Array, "convert")
def convert(call: Call) -> Value:
    """``image.convert("RGB")``."""
    image: Array = call.read(call.receiver)
    mode = call.python(call.arg(0, "mode"))
    if image.library != "python":
        return UNKNOWN
    channels = _MODES.get(mode) if isinstance(mode, str) else None
    if channels is None:
        return call.new(replace(image, shape=UNKNOWN, dtype=UNKNOWN, low=UNKNOWN, high=UNKNOWN))
    height, width = image.shape[:2] if isinstance(image.shape, tuple) and len(image.shape) > 1 else (UNKNOWN, UNKNOWN)
    shape = (height, width) if channels == 1 else (height, width, channels)
    return call.new(replace(image, shape=shape, dtype="uint8", low=0.0, high=255.0))


@method(Array, "resize")
def resize_picture(call: Call) -> Value:
    """``image.resize((width, height))`` of PIL; numpy's ``resize`` is not followed."""
    image: Array = call.read(call.receiver)
    if image.library != "python":
        call.update(call.receiver, replace(image, shape=UNKNOWN, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN))
        return Literal(None)
    width, height = size_of(call, call.arg(0, "size"))
    shape = (height, width, *image.shape[2:]) if isinstance(image.shape, tuple) and len(image.shape) > 1 else UNKNOWN
    return call.new(replace(image, shape=shape))


@describes("keras.utils.load_img")
def load_img(call: Call) -> Value:
    """A PIL image, resized where a size is given."""
    given = Given(call, "keras.utils.load_img")
    mode, size = given.python("color_mode"), given.value("target_size")
    height, width = (UNKNOWN, UNKNOWN) if call.python(size) is None else size_of(call, size)
    channels = CHANNELS.get(mode) if isinstance(mode, str) else None
    if given.python("grayscale") is True:
        channels = 1
    shape = UNKNOWN if channels is None else (height, width) if channels == 1 else (height, width, channels)
    return picture(call, "load_img", shape, library="python", dtype="uint8" if channels else UNKNOWN)


@describes("keras.utils.img_to_array")
def img_to_array(call: Call) -> Value:
    """An array of type float32 with an axis of channels; the numbers stay as they are."""
    given = Given(call, "keras.utils.img_to_array")
    image = call.read(given.value("img"))
    dtype = given.python("dtype")
    name: Any = "float32" if dtype is None else dtype if isinstance(dtype, str) else UNKNOWN
    last = given.python("data_format") in (None, "channels_last")
    if not isinstance(image, Array):
        return call.new(Array(dtype=name, kind="image", library="numpy"))
    shape: Any = image.shape if last else UNKNOWN
    if isinstance(shape, tuple) and len(shape) == 2:
        shape = (*shape, 1)
    return call.new(replace(image, shape=shape, dtype=name, library="numpy", data=UNKNOWN))


# --- OpenCV ----------------------------------------------------------------------------------------------------------


@describes("cv2.imread")
def imread(call: Call) -> Value:
    """Rows, columns and three channels; rows and columns alone where it is read as grey."""
    flag = call.arg(1, "flags", default=Literal(1))
    fact = call.read(flag)
    name = fact.name if isinstance(fact, Symbol) else call.python(flag)
    if name in (1, "IMREAD_COLOR", "IMREAD_COLOR_BGR", "IMREAD_COLOR_RGB"):
        return picture(call, "cv2.imread", (UNKNOWN, UNKNOWN, 3))
    if name in (0, "IMREAD_GRAYSCALE"):
        return picture(call, "cv2.imread", (UNKNOWN, UNKNOWN))
    return picture(call, "cv2.imread", UNKNOWN, dtype=UNKNOWN, low=UNKNOWN, high=UNKNOWN)


@describes("cv2.resize")
def resize(call: Call) -> Value:
    """Another size, given as (width, height); a single channel loses its axis."""
    image = image_at(call, 0, "src")
    if image is None:
        return UNKNOWN
    value = call.arg(1, "dsize")
    width, height = size_of(call, value)
    channels = image.shape[2:] if isinstance(image.shape, tuple) and len(image.shape) in (2, 3) else None
    if channels == (1,):
        channels = ()
    method_given = call.arg(5, "interpolation", default=None)
    name = getattr(call.read(method_given), "name", None) if method_given is not None else "INTER_LINEAR"
    within = image.dtype == "uint8" or name in ("INTER_LINEAR", "INTER_AREA", "INTER_NEAREST")
    low, high = (image.low, image.high) if within else (UNKNOWN, UNKNOWN)
    known_size = channels is not None and not (channels and isinstance(channels[0], Unknown))
    shape = (height, width, *channels) if known_size and channels is not None else UNKNOWN
    return call.new(replace(image, shape=shape, low=low, high=high, data=UNKNOWN))


@describes("cv2.cvtColor")
def convert_color(call: Call) -> Value:
    """Another space of colours: to grey without channels, from grey with three."""
    image = image_at(call, 0, "src")
    if image is None:
        return UNKNOWN
    fact = call.read(call.arg(1, "code"))
    target = fact.name.rpartition("2")[2] if isinstance(fact, Symbol) and fact.name.startswith("COLOR_") else ""
    front = image.shape[:2] if isinstance(image.shape, tuple) and len(image.shape) > 1 else (UNKNOWN, UNKNOWN)
    same_range = image.dtype == "uint8" or (target in ("RGB", "BGR", "GRAY") and is_known(image.dtype))
    low, high = (image.low, image.high) if same_range else (UNKNOWN, UNKNOWN)
    if target == "GRAY":
        return call.new(replace(image, shape=front, low=low, high=high, data=UNKNOWN))
    three = target in ("RGB", "BGR", "HSV", "HLS", "LAB", "Lab", "LUV", "Luv", "YUV", "YCrCb", "XYZ", "YCR_CB")
    return call.new(replace(image, shape=(*front, 3) if three else UNKNOWN, low=low, high=high, data=UNKNOWN))


@describes("cv2.flip", "cv2.GaussianBlur", "cv2.medianBlur", "cv2.bilateralFilter", "cv2.equalizeHist", "cv2.blur")
def same_size(call: Call) -> Value:
    """Shape and type stay; bytes stay bytes."""
    image = image_at(call, 0, "src")
    if image is None:
        return UNKNOWN
    low, high = (0.0, 255.0) if image.dtype == "uint8" else (UNKNOWN, UNKNOWN)
    return call.new(replace(image, low=low, high=high, data=UNKNOWN))


# --- others ----------------------------------------------------------------------------------------------------------


@describes(
    "matplotlib.pyplot.imread",
    "matplotlib.image.imread",
    "imageio.imread",
    "imageio.v2.imread",
    "imageio.v3.imread",
    "skimage.io.imread",
    "scipy.misc.imread",
    "scipy.ndimage.imread",
)
def read_any(call: Call) -> Value:
    """An image of which neither size nor range is known: matplotlib gives 0 to 1 for PNG and 0 to 255 for the rest."""
    return picture(call, call.path, UNKNOWN, dtype=UNKNOWN, low=UNKNOWN, high=UNKNOWN)


@describes("skimage.transform.resize")
def skimage_resize(call: Call) -> Value:
    """Bytes become numbers from 0 to 1 on the way, unless ``preserve_range`` says otherwise."""
    image = image_at(call, 0, "image")
    if image is None:
        return UNKNOWN
    items = call.items(call.arg(1, "output_shape"))
    sizes = [call.python(item) for item in items] if items is not None else None
    shape: Any = UNKNOWN
    if sizes is not None and isinstance(image.shape, tuple) and len(sizes) <= len(image.shape):
        shape = (*(size if isinstance(size, int) else UNKNOWN for size in sizes), *image.shape[len(sizes) :])
    keep = call.arg(None, "preserve_range", default=None)
    keeps = call.python(keep) if keep is not None else False
    if image.dtype == "uint8" and keeps is False:
        step = call.step("divided", "255")
        return call.new(image.with_step(step, shape=shape, dtype="float64", low=0.0, high=1.0, data=UNKNOWN))
    return call.new(replace(image, shape=shape, dtype=UNKNOWN, low=UNKNOWN, high=UNKNOWN, data=UNKNOWN))


@describes("glob.glob", "glob.iglob", "os.listdir", "os.scandir", "os.walk")
def files(call: Call) -> Value:
    """Names of files: some, of unknown number."""
    return call.new(List((), Unknown("the name of a file")))


__all__ = ["CHANNELS", "picture", "size_of"]
