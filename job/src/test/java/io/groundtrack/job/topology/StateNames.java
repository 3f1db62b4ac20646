package io.groundtrack.job.topology;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Opens a function on a context that writes down which state it asks for. */
final class StateNames {

    private StateNames() {}

    /**
     * Names of the states, sorted.
     *
     * @param config of the job: where generic types are off, a state that would need one fails here
     */
    static List<String> askedBy(RichFunction function, ExecutionConfig config) throws Exception {
        var names = new ArrayList<String>();
        var context =
                (RuntimeContext)
                        Proxy.newProxyInstance(
                                StateNames.class.getClassLoader(),
                                new Class<?>[] {RuntimeContext.class},
                                (proxy, method, arguments) -> {
                                    if (arguments != null
                                            && arguments[0]
                                                    instanceof StateDescriptor<?, ?> state) {
                                        state.initializeSerializerUnlessSet(config);
                                        names.add(state.getName());
                                        return null;
                                    }
                                    if (method.getName().equals("getMetricGroup")) {
                                        return UnregisteredMetricsGroup.createOperatorMetricGroup();
                                    }
                                    throw new UnsupportedOperationException(method.getName());
                                });
        function.setRuntimeContext(context);
        try {
            function.open(DefaultOpenContext.INSTANCE);
        } finally {
            function.close();
        }
        return names.stream().sorted().toList();
    }
}
