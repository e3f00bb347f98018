package dev.falreactive.reactor;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Drops what a server may say before its answer, such as 102 and 103 (RFC 9110, section 15.2): taken for the answer it would
 * hide the ticket behind it. 100 is left to Reactor Netty, 101 is an answer.
 */
final class InterimResponses extends ChannelInboundHandlerAdapter {

    private boolean dropping;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            dropping = response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && response.status().code() > HttpResponseStatus.SWITCHING_PROTOCOLS.code();
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
