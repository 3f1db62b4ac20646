package io.groundtrack.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.access.AwsSignature.Keys;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Signatures that AWS published: its Signature Version 4 test suite, the derivation of a signing
 * key in its general reference, and the examples of the S3 API reference.
 */
class AwsSignatureTest {

    private static final Instant SUITE_TIME = Instant.parse("2015-08-30T12:36:00Z");
    private static final Keys SUITE =
            new Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "");
    private static final Instant S3_TIME = Instant.parse("2013-05-24T00:00:00Z");
    private static final Keys S3 =
            new Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "");

    private static String signatureOf(String authorization) {
        return authorization.substring(authorization.indexOf("Signature=") + 10);
    }

    private static String suite(String query) {
        var headers =
                new TreeMap<>(
                        Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z"));
        return new AwsSignature(SUITE, "us-east-1", "service")
                .authorization("GET", "/", query, headers, AwsSignature.EMPTY_PAYLOAD, SUITE_TIME);
    }

    private static String s3(String path, String query, Map<String, String> more) {
        var headers = new TreeMap<>(more);
        headers.put("host", "examplebucket.s3.amazonaws.com");
        headers.put("x-amz-content-sha256", AwsSignature.EMPTY_PAYLOAD);
        headers.put("x-amz-date", "20130524T000000Z");
        return new AwsSignature(S3, "us-east-1", "s3")
                .authorization("GET", path, query, headers, AwsSignature.EMPTY_PAYLOAD, S3_TIME);
    }

    @Test
    void theSigningKeyIsTheOneOfTheReference() {
        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        new AwsSignature(SUITE, "us-east-1", "iam")
                                                .signingKey("20150830")))
                .isEqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    @Test
    void plainRequestsAreSignedAsInTheSuite() {
        assertThat(suite(null))
                .isEqualTo(
                        "AWS4-HMAC-SHA256"
                                + " Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"
                                + ",SignedHeaders=host;x-amz-date,Signature="
                                + "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    void queriesAreSortedAsInTheSuite() {
        var expected = "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500";
        assertThat(signatureOf(suite("Param1=value1&Param2=value2"))).isEqualTo(expected);
        assertThat(signatureOf(suite("Param2=value2&Param1=value1"))).isEqualTo(expected);
    }

    @Test
    void objectsAreSignedAsInTheS3Reference() {
        assertThat(signatureOf(s3("/test.txt", null, Map.of("range", "bytes=0-9"))))
                .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
        assertThat(signatureOf(s3("/", "lifecycle", Map.of())))
                .isEqualTo("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
        assertThat(signatureOf(s3("/", "max-keys=2&prefix=J", Map.of())))
                .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void theHeadersOfAnObjectAreAllSigned() {
        var keys = new Keys("AKIDEXAMPLE", "secret", "the-token");
        var headers =
                new AwsSignature(keys, "eu-central-1", "s3")
                        .ofObject(
                                "b.example.org",
                                "/k%20.tif",
                                null,
                                Map.of("x-amz-request-payer", "requester"),
                                SUITE_TIME);
        assertThat(headers)
                .containsEntry("x-amz-security-token", "the-token")
                .containsEntry("x-amz-date", "20150830T123600Z")
                .containsEntry("x-amz-request-payer", "requester");
        assertThat(headers.get("authorization"))
                .contains(
                        "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-request-payer;x-amz-security-token")
                .doesNotContain("secret,", "the-token");
        assertThat(keys.toString()).doesNotContain("AKID", "secret", "token");
    }
}
