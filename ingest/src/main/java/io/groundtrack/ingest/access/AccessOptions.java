package io.groundtrack.ingest.access;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Where assets may be, and how they are read. Holds no secret: {@code credentials} is the path of a
 * file that is read where the assets are.
 *
 * @param base folder or {@code file:} URI that relative hrefs start from
 * @param allowedRoots folders that local files may lie in, beside the base
 * @param allowedHosts hosts and buckets that remote files may lie on; empty = none
 * @param allowedNetworks networks of addresses that are otherwise refused, such as 10.1.0.0/16
 * @param credentials file of credentials; empty = none
 * @param unreachable what becomes of a granule whose host does not answer
 * @param http how remote files are asked for
 * @param s3 where {@code s3://} is
 */
public record AccessOptions(
        String base,
        List<String> allowedRoots,
        List<String> allowedHosts,
        List<String> allowedNetworks,
        String credentials,
        Unreachable unreachable,
        HttpOptions http,
        S3Options s3)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** {@code assets.base}. */
    public static final ConfigOption<String> BASE =
            ConfigOptions.key("assets.base")
                    .stringType()
                    .defaultValue(".")
                    .withDescription("Folder or file: URI that relative asset hrefs start from.");

    /** {@code assets.allowed-roots}. */
    public static final ConfigOption<List<String>> ALLOWED_ROOTS =
            ConfigOptions.key("assets.allowed-roots")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Folders beside assets.base that local assets may lie in, after .. and"
                                    + " symbolic links are followed; elsewhere nothing is read."
                                    + " Where it is not given, `replay` and `patches` take the"
                                    + " folder that the folder of their notices lies in.");

    /** {@code assets.allowed-hosts}. */
    public static final ConfigOption<List<String>> ALLOWED_HOSTS =
            ConfigOptions.key("assets.allowed-hosts")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Where remote assets may lie: `host`, `host:port`, `*.domain`,"
                                    + " `s3://bucket`, `*` (any host) or `s3://*`; empty = nowhere."
                                    + " Without a port, the one of the scheme.");

    /** {@code assets.allowed-networks}. */
    public static final ConfigOption<List<String>> ALLOWED_NETWORKS =
            ConfigOptions.key("assets.allowed-networks")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Networks of private, loopback, link-local or other special addresses"
                                    + " that assets may be read from, such as `10.1.0.0/16`;"
                                    + " without, only public addresses are connected to. Plain"
                                    + " http carries credentials to these only.");

    /** {@code assets.credentials}. */
    public static final ConfigOption<String> CREDENTIALS =
            ConfigOptions.key("assets.credentials")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "File of credentials by host, on each TaskManager, readable by its"
                                    + " owner only; see docs/access.md.");

    /** {@code assets.unreachable}. */
    public static final ConfigOption<Unreachable> UNREACHABLE =
            ConfigOptions.key("assets.unreachable")
                    .enumType(Unreachable.class)
                    .defaultValue(Unreachable.FAIL)
                    .withDescription(
                            "A host that does not answer after all attempts: `fail` restarts the"
                                    + " job from its checkpoint, so that nothing is lost and"
                                    + " everything waits; `reject` puts the granule aside as"
                                    + " ASSET_MISSING, which suits `assets.allowed-hosts: *`.");

    /** Checks the values; no disk, no network. */
    public AccessOptions {
        allowedRoots = List.copyOf(allowedRoots);
        allowedHosts = List.copyOf(allowedHosts);
        allowedNetworks = List.copyOf(allowedNetworks);
        new LocalRoots(base, allowedRoots);
        AllowedHosts.of(allowedHosts);
        Networks.of(allowedNetworks);
    }

    /** All options, in the order of the documentation. */
    public static List<ConfigOption<?>> all() {
        var all =
                new ArrayList<ConfigOption<?>>(
                        List.of(
                                BASE,
                                ALLOWED_ROOTS,
                                ALLOWED_HOSTS,
                                ALLOWED_NETWORKS,
                                CREDENTIALS,
                                UNREACHABLE));
        all.addAll(HttpOptions.all());
        all.addAll(S3Options.all());
        return List.copyOf(all);
    }

    /** Defaults: local files in {@code base} and nothing else. */
    public static AccessOptions local(String base) {
        var config = new Configuration();
        config.set(BASE, base);
        return from(config);
    }

    /** The same with other roots. */
    public AccessOptions withRoots(List<String> roots) {
        return new AccessOptions(
                base, roots, allowedHosts, allowedNetworks, credentials, unreachable, http, s3);
    }

    /** Options as configured. */
    public static AccessOptions from(ReadableConfig config) {
        return new AccessOptions(
                config.get(BASE),
                config.get(ALLOWED_ROOTS),
                config.get(ALLOWED_HOSTS),
                config.get(ALLOWED_NETWORKS),
                config.get(CREDENTIALS).strip(),
                config.get(UNREACHABLE),
                HttpOptions.from(config),
                S3Options.from(config));
    }
}
