package dev.falreactive.reactor;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * What was not asked for. Drops what a server may say before its answer, such as 102 and 103 (RFC 9110, section 15.2): taken
 * for the answer it would hide the ticket behind it. 100 is left to Reactor Netty, 101 is an answer. Some servers compress
 * though nothing compressed is asked for: from the first such answer on a connection decompresses.
 */
final class OddResponses extends ChannelInboundHandlerAdapter {

    static final String NAME = "fal.odd";

    private static final String DECOMPRESSION = "fal.decompression";

    private boolean dropping;
    private boolean decompressing;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            dropping = response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && response.status().code() > HttpResponseStatus.SWITCHING_PROTOCOLS.code();
            if (!dropping && !decompressing && response.headers().contains(HttpHeaderNames.CONTENT_ENCODING)) {
                decompressing = true;
                context.pipeline().addAfter(context.name(), DECOMPRESSION, new HttpContentDecompressor(0));
            }
        }
        if (!dropping) {
            context.fireChannelRead(message);
            return;
        }
        dropping = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
        // What was asked for has not come yet.
        context.read();
    }
}
