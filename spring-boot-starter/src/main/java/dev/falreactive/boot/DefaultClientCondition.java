package dev.falreactive.boot;

import dev.falreactive.FalConfig;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** An application that names clients of its own need not have a default one. */
final class DefaultClientCondition extends AnyNestedCondition {

    DefaultClientCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnBean(FalConfig.class)
    static class ByConfiguration {}

    @ConditionalOnBean(FalOrigin.class)
    static class ByEmulator {}

    @Conditional(KeyOrNoOtherClient.class)
    static class ByProperties {}

    static final class KeyOrNoOtherClient extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment environment = context.getEnvironment();
            boolean others = Binder.get(environment)
                    .bind("fal.clients", Bindable.mapOf(String.class, Object.class))
                    .map(clients -> !clients.isEmpty())
                    .orElse(false);
            boolean wanted = !others || FalSecret.ofDefault(environment).isPresent();
            return new ConditionOutcome(
                    wanted,
                    ConditionMessage.forCondition("Default fal client")
                            .because(
                                    wanted
                                            ? "it has a key, or there is no other"
                                            : "there are named clients and no 'fal.key'"));
        }
    }
}
