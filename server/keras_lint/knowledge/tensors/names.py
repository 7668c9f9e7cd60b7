"""TensorFlow's and ``keras.backend``'s names of the operations, with their order of arguments."""

from __future__ import annotations

from keras_lint.knowledge.tensors.registry import spelled

NN, MATH, TF, K = "tensorflow.nn", "tensorflow.math", "tensorflow", "keras.backend"


def at(names: str, *roots: str) -> str:
    """Each name in each place."""
    return " ".join(f"{root}.{name}" for root in roots for name in names.split())


def each(names: str, parameters: str, *roots: str) -> None:
    """Several names with the same parameters; ``acos=arccos`` where it is called otherwise here."""
    for word in names.split():
        written, _, meant = word.partition("=")
        spelled(at(written, *roots), meant or written, parameters)


each(
    "relu relu6 elu selu silu swish gelu softplus softsign sigmoid tanh leaky_relu log_softmax softmax",
    "features=x axis= alpha= approximate= beta= input=x logits=x x=x dim=",
    NN,
)
each(
    "relu elu softplus softsign sigmoid tanh softmax hard_sigmoid abs square sqrt exp log round sign cos sin "
    "stop_gradient",
    "x axis= alpha= max_value= threshold=",
    K,
)
each(
    "relu=relu_activation linear=itself "
    "relu6 elu selu silu swish gelu softplus softsign sigmoid tanh leaky_relu log_softmax softmax hard_sigmoid "
    "hard_silu hard_swish log_sigmoid celu glu sparsemax squareplus tanh_shrink soft_shrink hard_shrink hard_tanh "
    "threshold exponential=exp mish=silu",
    "x axis= alpha= negative_slope= max_value= threshold=",
    "keras.activations",
)
each(
    "abs acos=arccos acosh=arccosh asin=arcsin asinh=arcsinh atan=arctan atanh=arctanh ceil conj cos cosh erf erfc "
    "erfinv exp expm1 floor log log1p log_sigmoid negative reciprocal rsqrt sigmoid sign sin sinh sqrt square tan tanh "
    "softplus softsign round",
    "x features=x",
    TF,
    MATH,
)
spelled(at("neg", TF), "negative", "x")
spelled(at("is_nan is_inf is_finite", MATH), "isnan", "x")
spelled(at("logical_not", TF, MATH), "logical_not", "x")
spelled(at("identity stop_gradient grad_pass_through", TF), "copy", "input=x")
spelled(at("ensure_shape", TF), "copy", "x shape=")
spelled(at("clip_by_value", TF), "clip", "t=x clip_value_min=x_min clip_value_max=x_max")
spelled(at("clip_by_norm", TF), "copy", "t=x clip_norm= axes=")
spelled(at("clip", K), "clip", "x min_value=x_min max_value=x_max")
spelled(at("l2_normalize", NN, MATH, K), "normalize", "x axis= epsilon= dim=")
spelled(at("l2_normalize", "tensorflow.linalg"), "normalize", "x axis= epsilon= dim=")
spelled(at("dropout", NN), "copy", "x rate= noise_shape= seed=")
spelled(at("dropout", K), "copy", "x level= noise_shape= seed=")
spelled(at("bias_add", NN, K), "copy", "value=x bias= data_format= x=x")
spelled(at("local_response_normalization lrn", NN), "copy", "input=x depth_radius= bias= alpha= beta=")
spelled(at("reverse", TF, K), "copy", "tensor=x axis= axes= x=x")
spelled(at("sort", TF), "sort", "values=x axis= direction=")
spelled(at("argsort", TF), "argsort", "values=x axis direction= stable=")
spelled(at("roll", TF), "roll", "input=x shift axis")
spelled(at("cumsum cumprod", MATH) + " " + at("cumsum", TF), "sort", "x axis= exclusive= reverse=")
spelled(at("cumsum cumprod", K), "sort", "x axis=")

each(
    "add subtract multiply divide=true_divide truediv=true_divide pow=power maximum minimum mod floormod=mod "
    "floordiv=floor_divide atan2=arctan2 divide_no_nan squared_difference=subtract multiply_no_nan=multiply",
    "x=x1 y=x2",
    TF,
    MATH,
)
each(
    "equal not_equal less less_equal greater greater_equal logical_and logical_or logical_xor",
    "x=x1 y=x2",
    TF,
    MATH,
    K,
)
each("maximum minimum", "x=x1 y=x2", K)
spelled(at("pow", K), "power", "x=x1 a=x2")
spelled(at("where", TF), "where", "condition x=x1 y=x2")
spelled(at("switch", K), "where", "condition then_expression=x1 else_expression=x2")
spelled(at("cast", TF, K) + " tensorflow.dtypes.cast", "cast", "x dtype")
spelled(at("saturate_cast", TF), "saturate_cast", "value=x dtype")
spelled(at("add_n accumulate_n", TF, MATH), "add_n", "inputs=xs")

each(
    "reduce_sum=sum reduce_mean=mean reduce_max=max reduce_min=min reduce_prod=prod reduce_std=std reduce_variance=var "
    "reduce_any=any reduce_all=all reduce_logsumexp=logsumexp reduce_euclidean_norm=sum",
    "input_tensor=x axis keepdims keep_dims=keepdims",
    TF,
    MATH,
)
each("sum mean max min prod std var any all logsumexp", "x axis keepdims", K)
spelled(at("argmax argmin", K), "argmax", "x axis", axis=-1)
spelled(at("argmax", TF, MATH), "argmax", "input=x axis output_type= dimension=axis", axis=0)
spelled(at("argmin", TF, MATH), "argmin", "input=x axis output_type=", axis=0)
spelled(at("norm", TF, "tensorflow.linalg"), "norm", "tensor=x ord axis keepdims")
spelled(at("moments", NN), "moments", "x axes shift= keepdims")
spelled(at("top_k", NN, MATH), "top_k", "input=x k sorted")
spelled(at("count_nonzero", MATH), "count_nonzero", "input=x axis")
spelled(at("softmax_cross_entropy_with_logits", NN), "categorical_crossentropy", "labels=target logits=output axis")
spelled(
    at("sparse_softmax_cross_entropy_with_logits", NN), "sparse_categorical_crossentropy", "labels=target logits=output"
)
spelled(at("sigmoid_cross_entropy_with_logits", NN), "binary_crossentropy", "labels=target logits=output")
spelled(at("binary_crossentropy", K), "binary_crossentropy", "target output from_logits")
spelled(at("categorical_crossentropy", K), "categorical_crossentropy", "target output from_logits axis")

spelled(at("reshape", TF), "reshape", "tensor=x shape=newshape")
spelled(at("reshape", K), "reshape", "x shape=newshape")
spelled(at("flatten", K), "ravel", "x")
spelled(at("batch_flatten", K), "flatten_batch", "x")
spelled(at("transpose", TF), "transpose", "a=x perm=axes conjugate=")
spelled(at("matrix_transpose", "tensorflow.linalg"), "matrix_transpose", "a=x")
spelled(at("transpose", K), "transpose", "x")
spelled(at("permute_dimensions", K), "transpose", "x pattern=axes")
spelled(at("expand_dims", TF), "expand_dims", "input=x axis dim=axis")
spelled(at("expand_dims", K), "expand_dims", "x axis", axis=-1)
spelled(at("squeeze", TF), "squeeze", "input=x axis squeeze_dims=axis")
spelled(at("squeeze", K), "squeeze", "x axis")
spelled(at("concat", TF), "concatenate", "values=xs axis")
spelled(at("concatenate", K), "concatenate", "tensors=xs axis", axis=-1)
spelled(at("stack", TF), "stack", "values=x axis")
spelled(at("stack", K), "stack", "x axis")
spelled(at("unstack", TF), "unstack", "value=x num axis")
spelled(at("split", TF), "split_sizes", "value=x num_or_size_splits=sizes axis num")
spelled(at("tile", TF), "tile", "input=x multiples=repeats")
spelled(at("tile", K), "tile", "x n=repeats")
spelled(at("repeat", TF), "repeat", "input=x repeats axis")
spelled(at("repeat_elements", K), "repeat", "x rep=repeats axis")
spelled(at("broadcast_to", TF), "broadcast_to", "input=x shape")
spelled(at("pad", TF), "pad", "tensor=x paddings=pad_width mode constant_values")
spelled(at("slice", TF), "slice", "input_=inputs begin=start_indices size=shape")
spelled(at("gather", TF), "gather", "params=x indices validate_indices= axis batch_dims")
spelled(at("gather", K), "gather", "reference=x indices")
spelled(at("diag_part", "tensorflow.linalg"), "matrix_diagonal", "input=x")
spelled("tensorflow.linalg.band_part", "copy", "input=x num_lower= num_upper=")

spelled(
    at("matmul", TF, "tensorflow.linalg"),
    "matmul_transposed",
    "a=x1 b=x2 transpose_a transpose_b adjoint_a adjoint_b",
)
spelled(at("dot", K), "dot", "x=x1 y=x2")
spelled(at("batch_dot", K), "batch_dot", "x y axes")
spelled(at("einsum", TF), "einsum", "")
spelled(at("tensordot", TF, "tensorflow.linalg"), "tensordot", "a=x1 b=x2 axes")

spelled(
    at("conv1d", NN), "conv", "input=inputs filters=kernel stride=strides padding data_format= dilations=dilation_rate"
)
spelled(
    at("conv2d conv3d convolution", NN),
    "conv",
    "input=inputs filters=kernel strides padding data_format= dilations=dilation_rate filter=kernel",
)
spelled(at("conv1d conv2d conv3d", K), "conv", "x=inputs kernel strides padding data_format dilation_rate")
spelled(
    at("depthwise_conv2d", NN),
    "depthwise_conv",
    "input=inputs filter=kernel strides padding data_format= dilations=dilation_rate",
)
spelled(
    at("max_pool max_pool1d max_pool2d", NN), "max_pool", "input=inputs ksize=pool_size strides padding data_format="
)
spelled(
    at("avg_pool avg_pool1d avg_pool2d", NN),
    "average_pool",
    "input=inputs ksize=pool_size strides padding data_format=",
)
spelled(at("one_hot", TF), "one_hot", "indices=x depth=num_classes on_value= off_value= axis dtype")
spelled(at("one_hot", K), "one_hot", "indices=x num_classes")

spelled(
    at("resize", "tensorflow.image"),
    "image.resize",
    "images size method=interpolation preserve_aspect_ratio antialias=",
)
spelled(at("resize_images", "tensorflow.image"), "image.resize", "images size method=interpolation")
spelled(at("resize_with_crop_or_pad", "tensorflow.image"), "image.cropped", "image=images target_height target_width")
spelled(
    at("resize_with_pad", "tensorflow.image"),
    "image.cropped",
    "image=images target_height target_width method= antialias=",
)
spelled(
    at("crop_to_bounding_box pad_to_bounding_box", "tensorflow.image"),
    "image.cropped",
    "image=images offset_height= offset_width= target_height target_width",
)
spelled(at("rgb_to_grayscale", "tensorflow.image"), "image.rgb_to_grayscale", "images")
spelled(at("grayscale_to_rgb", "tensorflow.image"), "image.with_channels", "images")
spelled(
    at("flip_left_right flip_up_down rgb_to_hsv hsv_to_rgb", "tensorflow.image"),
    "image.rgb_to_hsv",
    "image=images images",
)
spelled(at("per_image_standardization", "tensorflow.image"), "image.rgb_to_hsv", "image=images")
spelled(
    at(
        "adjust_brightness adjust_contrast adjust_hue adjust_saturation adjust_gamma random_brightness random_contrast "
        "random_flip_left_right random_flip_up_down convert_image_dtype",
        "tensorflow.image",
    ),
    "image.rgb_to_hsv",
    "image=images a= b= c= images=images delta= max_delta= lower= upper= dtype= seed= contrast_factor= gamma= gain= "
    "saturation_factor= saturate=",
)

spelled(at("zeros ones", TF, K), "zeros", "shape dtype")
spelled(at("fill", TF), "full", "dims=shape value=fill_value")
spelled(at("zeros_like ones_like", TF), "zeros_like", "input=x dtype")
spelled(at("zeros_like ones_like", K), "zeros_like", "x dtype")
spelled(at("range", TF), "arange", "start limit=stop delta=step dtype")
spelled(at("arange", K), "arange", "start stop step dtype")
spelled(at("eye", TF), "eye", "num_rows=N num_columns=M")
_RANDOM = "shape mean= stddev= minval= maxval= seed= dtype="
spelled(at("normal uniform truncated_normal gamma", "tensorflow.random"), "random", _RANDOM)
spelled(at("random_normal random_uniform truncated_normal", K), "random", _RANDOM)
spelled(at("normal uniform truncated_normal randint", "keras.random"), "random", _RANDOM)
spelled(at("dropout shuffle", "keras.random"), "random_seedless", "inputs rate= noise_shape= seed= x=inputs axis=")
spelled(at("shape shape_n", TF) + " " + at("shape", K), "shape", "input=x out_type= x=x")
spelled(at("int_shape", K), "static_shape", "x")
spelled(at("rank", TF) + " " + at("ndim", K), "ndim", "input=x x=x")
spelled(at("size", TF), "size", "input=x out_type=")
spelled(at("convert_to_tensor constant", TF), "convert_to_tensor", "value=x dtype dtype_hint=")
spelled(at("constant", K), "convert_to_tensor", "value=x dtype")
