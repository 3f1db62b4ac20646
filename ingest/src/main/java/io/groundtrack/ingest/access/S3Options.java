package io.groundtrack.ingest.access;

import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Where {@code s3://bucket/key} is, and how it is asked for.
 *
 * @param endpoint address of the service; empty = the one of AWS in the region
 * @param region named in signatures and in the address of AWS
 * @param pathStyle bucket in the path (true) or in the host name
 * @param keys where the keys are
 * @param requesterPays whether we say that we pay
 */
public record S3Options(
        String endpoint, String region, boolean pathStyle, S3Keys keys, boolean requesterPays)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** {@code assets.s3.endpoint}. */
    public static final ConfigOption<String> ENDPOINT =
            ConfigOptions.key("assets.s3.endpoint")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Address that s3://bucket/key is read from, such as"
                                    + " https://eodata.dataspace.copernicus.eu; empty = AWS in"
                                    + " the region.");

    /** {@code assets.s3.region}. */
    public static final ConfigOption<String> REGION =
            ConfigOptions.key("assets.s3.region")
                    .stringType()
                    .defaultValue("us-west-2")
                    .withDescription("Region of the buckets, part of AWS's address and signature.");

    /** {@code assets.s3.path-style}. */
    public static final ConfigOption<Boolean> PATH_STYLE =
            ConfigOptions.key("assets.s3.path-style")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Bucket in the path of the address, as most stores other than AWS ask"
                                    + " for, instead of in its host name.");

    /** {@code assets.s3.keys}. */
    public static final ConfigOption<S3Keys> KEYS =
            ConfigOptions.key("assets.s3.keys")
                    .enumType(S3Keys.class)
                    .defaultValue(S3Keys.ANONYMOUS)
                    .withDescription(
                            "`anonymous`: requests are not signed; `credentials`: signed with the"
                                    + " keys that the file of assets.credentials has for the"
                                    + " endpoint's host; `environment`: with AWS_ACCESS_KEY_ID,"
                                    + " AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of the process"
                                    + " that reads.");

    /** {@code assets.s3.requester-pays}. */
    public static final ConfigOption<Boolean> REQUESTER_PAYS =
            ConfigOptions.key("assets.s3.requester-pays")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Says to the store that the owner of the keys pays for what is read;"
                                    + " buckets such as sentinel-s2-l2a ask for it.");

    private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]{1,64}");

    /** Checks the values. */
    public S3Options {
        if (!REGION_NAME.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    REGION.key() + ": " + region + " (expected: such as eu-central-1)");
        }
        if (!endpoint.isEmpty()) {
            var address = address(endpoint);
            boolean plain =
                    address != null
                            && ("https".equals(address.getScheme())
                                    || "http".equals(address.getScheme()))
                            && address.getHost() != null
                            && address.getUserInfo() == null
                            && address.getQuery() == null
                            && address.getFragment() == null
                            && (address.getPath().isEmpty() || address.getPath().equals("/"));
            if (!plain) {
                throw new IllegalArgumentException(
                        ENDPOINT.key()
                                + ": "
                                + SafeName.of(endpoint)
                                + " (expected: such as https://store.example.org)");
            }
        }
        if (requesterPays && keys == S3Keys.ANONYMOUS) {
            throw new IllegalArgumentException(
                    REQUESTER_PAYS.key()
                            + ": true (expected: "
                            + KEYS.key()
                            + " other than anonymous: nobody would pay)");
        }
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Address of the service, without a path. */
    URI service() {
        return URI.create(
                endpoint.isEmpty()
                        ? "https://s3." + region + ".amazonaws.com"
                        : endpoint.replaceAll("/$", ""));
    }

    static List<ConfigOption<?>> all() {
        return List.of(ENDPOINT, REGION, PATH_STYLE, KEYS, REQUESTER_PAYS);
    }

    static S3Options from(ReadableConfig config) {
        return new S3Options(
                config.get(ENDPOINT).strip(),
                config.get(REGION).strip(),
                config.get(PATH_STYLE),
                config.get(KEYS),
                config.get(REQUESTER_PAYS));
    }
}
