package io.groundtrack.model.cost;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.groundtrack.model.network.ForwardPass;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;

/**
 * Arrays that have a shape and no numbers, so that the network's own code can be run without an
 * engine, weights or memory, and every matrix product it asks for be counted.
 *
 * <p>In: what blocks call on their arrays → out: arrays of the right shape; {@link #macs} adds up.
 * Stateful, for one thread. Errors: an operation whose shape is not known here is refused by name,
 * never guessed.
 */
final class ShapeOnlyArrays {
    private final NDManager manager = proxy(NDManager.class, this::onManager);
    private long macs;

    NDArray array(long... shape) {
        return array(new Shape(shape));
    }

    private NDArray array(Shape shape) {
        return new Handler(shape).array;
    }

    /** A pass whose weights have shapes only. */
    ForwardPass pass() {
        return new ForwardPass(
                new ParameterStore(manager, false) {
                    @Override
                    public NDArray getValue(Parameter parameter, Device device, boolean training) {
                        return array(parameter.getShape());
                    }
                },
                false);
    }

    NDManager manager() {
        return manager;
    }

    /** Multiply-adds of all matrix products so far. */
    long macs() {
        return macs;
    }

    private Object onManager(Object proxy, Method method, Object[] given) throws Throwable {
        Object[] args = given == null ? new Object[0] : given;
        return switch (method.getName()) {
            case "newSubManager", "getParentManager" -> proxy;
            case "getDevice" -> Device.cpu();
            case "isOpen" -> true;
            case "allocateDirect" -> ByteBuffer.allocate((int) args[0]);
            case "zeros", "ones", "full", "create", "randomUniform", "randomNormal" -> {
                for (Object arg : args) {
                    if (arg instanceof Shape shape) {
                        yield array(shape);
                    }
                }
                yield otherwise(proxy, method, args);
            }
            default -> otherwise(proxy, method, args);
        };
    }

    private static Object otherwise(Object proxy, Method method, Object[] args) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "an array of shape alone";
            };
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, args);
        }
        if (method.getReturnType() == void.class) {
            return null;
        }
        throw new UnsupportedOperationException(
                "the shape that "
                        + method.getName()
                        + " gives is not known (expected: a rule for it beside the others)");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        ShapeOnlyArrays.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** One array, and the internal view of it that DJL keeps some operations behind. */
    private final class Handler implements InvocationHandler {
        final Shape shape;
        final NDArray array = proxy(NDArray.class, this);
        final NDArrayEx internal = proxy(NDArrayEx.class, this);

        Handler(Shape shape) {
            this.shape = shape;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
            Object[] args = given == null ? new Object[0] : given;
            return switch (method.getName()) {
                case "getShape" -> shape;
                case "getManager" -> manager;
                case "getDevice" -> Device.cpu();
                case "getDataType" -> DataType.FLOAT32;
                case "getNDArrayInternal" -> internal;
                case "getArray" -> array;
                case "neg", "abs", "square", "sqrt", "exp", "log", "pow", "sign", "erf" -> same();
                case "gelu", "relu", "sigmoid", "tanh", "softPlus" -> same();
                case "softmax", "logSoftmax", "cumSum", "flip", "argSort", "sort" -> same();
                case "stopGradient", "duplicate", "toType", "toDevice", "clip" -> same();
                case "add", "sub", "mul", "div", "maximum", "minimum", "rsub", "rdiv" ->
                        broadcast(args);
                case "eq", "neq", "gt", "gte", "lt", "lte" -> broadcast(args);
                case "addi", "subi", "muli", "divi" -> array;
                case "sum", "mean", "max", "min", "prod", "norm" -> reduced(args);
                case "matMul", "batchMatMul" -> product((NDArray) args[0]);
                case "linear" -> linear((NDArray) args[0], (NDArray) args[1]);
                case "embedding" -> rows((NDArray) args[0], (NDArray) args[1]);
                case "layerNorm" -> new NDList(array(((NDArray) args[0]).getShape()));
                case "transpose" ->
                        args.length == 0
                                ? array(ShapeRules.transpose(shape))
                                : array(ShapeRules.transpose(shape, (int[]) args[0]));
                case "reshape" ->
                        args[0] instanceof Shape to
                                ? array(ShapeRules.reshape(shape, to))
                                : array(ShapeRules.reshape(shape, new Shape((long[]) args[0])));
                case "broadcast" ->
                        args[0] instanceof Shape to
                                ? array(to)
                                : array(new Shape((long[]) args[0]));
                case "expandDims" -> array(ShapeRules.with(shape, (int) args[0], 1));
                case "squeeze" -> squeezed(proxy, method, args);
                case "split" -> parts(proxy, method, args);
                case "gather" -> array(((NDArray) args[0]).getShape());
                case "get" ->
                        args.length == 2 && args[1] instanceof NDIndex index
                                ? array(ShapeRules.slice(shape, index))
                                : otherwise(proxy, method, args);
                case "concat" ->
                        args[0] instanceof NDList others
                                ? array(ShapeRules.concat(shape, others, (int) args[1]))
                                : otherwise(proxy, method, args);
                default -> otherwise(proxy, method, args);
            };
        }

        private NDArray same() {
            return array(shape);
        }

        private NDArray broadcast(Object[] args) {
            return args[0] instanceof NDArray other
                    ? array(ShapeRules.broadcast(shape, other.getShape()))
                    : same();
        }

        private NDArray reduced(Object[] args) {
            int[] axes = args.length == 0 ? new int[0] : (int[]) args[0];
            return array(ShapeRules.reduced(shape, axes, args.length > 1 && (boolean) args[1]));
        }

        private Object squeezed(Object proxy, Method method, Object[] args) throws Throwable {
            return args.length == 1 && args[0] instanceof int[] axes
                    ? array(ShapeRules.without(shape, axes))
                    : otherwise(proxy, method, args);
        }

        /** Equal parts along an axis, the first unless told. */
        private Object parts(Object proxy, Method method, Object[] args) throws Throwable {
            if (!(args[0] instanceof Long sections)) {
                return otherwise(proxy, method, args);
            }
            int axis = args.length > 1 ? (int) args[1] : 0;
            long[] part = shape.getShape().clone();
            part[axis] /= sections;
            var parts = new NDList();
            for (long i = 0; i < sections; i++) {
                parts.add(array(part));
            }
            return parts;
        }

        /** Looked up, not multiplied. */
        private NDList rows(NDArray numbers, NDArray table) {
            return new NDList(array(numbers.getShape().add(table.getShape().get(1))));
        }

        private NDArray product(NDArray other) {
            Shape out = ShapeRules.product(shape, other.getShape());
            macs += out.size() * ShapeRules.inner(shape);
            return array(out);
        }

        private NDList linear(NDArray x, NDArray weight) {
            Shape in = x.getShape();
            if (ShapeRules.inner(in) != weight.getShape().get(1)) {
                throw new IllegalArgumentException(
                        in + " and " + weight.getShape() + " do not fit");
            }
            Shape out = in.slice(0, in.dimension() - 1).add(weight.getShape().get(0));
            macs += out.size() * ShapeRules.inner(in);
            return new NDList(array(out));
        }
    }
}
