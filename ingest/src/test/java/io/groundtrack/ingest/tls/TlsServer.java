package io.groundtrack.ingest.tls;

import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import org.apache.flink.shaded.netty4.io.netty.bootstrap.ServerBootstrap;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.Channel;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInitializer;
import org.apache.flink.shaded.netty4.io.netty.channel.MultiThreadIoEventLoopGroup;
import org.apache.flink.shaded.netty4.io.netty.channel.SimpleChannelInboundHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.nio.NioIoHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.socket.nio.NioServerSocketChannel;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpObjectAggregator;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpServerCodec;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http2.Http2MultiplexHandler;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.ApplicationProtocolConfig;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.ApplicationProtocolNames;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.SslContext;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.SslContextBuilder;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.SslProvider;

/**
 * A server of HTTPS on loopback with a certificate of its own, that speaks HTTP/2, HTTP/1.1 or
 * both, as the two sides agree in the handshake. Built of the Netty that Flink brings.
 */
final class TlsServer implements AutoCloseable {

    private static final int MOST_BODY = 1 << 20;

    /** What was asked: protocol, as {@code h2}, then method and path. */
    record Asked(String protocol, String method, String path, String range) {}

    record Answer(int status, Map<String, String> headers, byte[] body) {
        static Answer json(String text) {
            return new Answer(
                    200,
                    Map.of("content-type", "application/json"),
                    text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final MultiThreadIoEventLoopGroup threads =
            new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Function<Asked, Answer> answers;
    private final Channel channel;

    /**
     * @param keys PKCS #12 with the key, opened by {@code password}
     * @param protocols that it speaks, by the names of ALPN
     */
    TlsServer(Path keys, String password, List<String> protocols, Function<Asked, Answer> answers)
            throws Exception {
        this.answers = answers;
        var context = context(keys, password, protocols);
        channel =
                new ServerBootstrap()
                        .group(threads)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel connection) {
                                        connection
                                                .pipeline()
                                                .addLast(context.newHandler(connection.alloc()))
                                                .addLast(new Agreed());
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))
                        .sync()
                        .channel();
    }

    private static SslContext context(Path keys, String password, List<String> protocols)
            throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = new FileInputStream(keys.toFile())) {
            store.load(in, password.toCharArray());
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password.toCharArray());
        return SslContextBuilder.forServer(factory)
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                Protocol.ALPN,
                                SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT,
                                protocols))
                .build();
    }

    /** {@code content} by ranges, with an entity tag. */
    static Answer ranges(byte[] content, String range) {
        var bounds = range.substring("bytes=".length()).split("-");
        int first = Integer.parseInt(bounds[0]);
        int last = Math.min(Integer.parseInt(bounds[1]), content.length - 1);
        return new Answer(
                206,
                Map.of(
                        "etag",
                        "\"one\"",
                        "content-range",
                        "bytes " + first + "-" + last + "/" + content.length),
                Arrays.copyOfRange(content, first, last + 1));
    }

    private final class Agreed extends ApplicationProtocolNegotiationHandler {

        Agreed() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            if (!protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                context.pipeline().addLast(new HttpServerCodec());
                answering(context.channel(), protocol);
                return;
            }
            context.pipeline()
                    .addLast(Http2FrameCodecBuilder.forServer().build())
                    .addLast(
                            new Http2MultiplexHandler(
                                    new ChannelInitializer<Channel>() {
                                        @Override
                                        protected void initChannel(Channel stream) {
                                            stream.pipeline()
                                                    .addLast(
                                                            new Http2StreamFrameToHttpObjectCodec(
                                                                    true));
                                            answering(stream, protocol);
                                        }
                                    }));
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            // the client does not trust us: it closes
            context.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private void answering(Channel channel, String protocol) {
        channel.pipeline()
                .addLast(new HttpObjectAggregator(MOST_BODY))
                .addLast(
                        new SimpleChannelInboundHandler<FullHttpRequest>() {
                            @Override
                            protected void channelRead0(
                                    ChannelHandlerContext context, FullHttpRequest request) {
                                var one =
                                        new Asked(
                                                protocol,
                                                request.method().name(),
                                                request.uri(),
                                                request.headers().get("range", ""));
                                asked.add(one);
                                context.writeAndFlush(response(answers.apply(one), request));
                            }
                        });
    }

    private static DefaultFullHttpResponse response(Answer answer, FullHttpRequest request) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        Unpooled.wrappedBuffer(answer.body()));
        answer.headers().forEach(response.headers()::set);
        response.headers().setInt("content-length", answer.body().length);
        var stream = request.headers().get("x-http2-stream-id");
        if (stream != null) {
            response.headers().set("x-http2-stream-id", stream);
        }
        return response;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    String address() {
        return "https://127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        threads.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS)
                .syncUninterruptibly();
    }
}
