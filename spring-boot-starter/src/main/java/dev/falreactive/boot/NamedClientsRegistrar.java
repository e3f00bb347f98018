package dev.falreactive.boot;

import dev.falreactive.reactor.ReactorFalClient;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** A client bean for each name under {@code fal.clients}, with its faces: injected where the name is asked for. */
final class NamedClientsRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;
    private final ClassLoader classLoader;

    NamedClientsRegistrar(Environment environment, ClassLoader classLoader) {
        this.environment = environment;
        this.classLoader = classLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        names().forEach(name -> register(name, registry));
    }

    private Set<String> names() {
        return Binder.get(environment)
                .bind("fal.clients", Bindable.mapOf(String.class, Object.class))
                .map(clients -> Set.copyOf(clients.keySet()))
                .orElse(Set.of());
    }

    private void register(String name, BeanDefinitionRegistry registry) {
        if (name.equals(FalClients.DEFAULT)) {
            throw InvalidProperty.of("fal.clients." + name, "the default client is described by 'fal.*' itself");
        }
        RootBeanDefinition client = new RootBeanDefinition(ReactorFalClient.class);
        client.setFactoryBeanName("falClients");
        client.setFactoryMethodName("get");
        client.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        String bean = name + "FalClient";
        register(name, bean, client, registry);
        if (ClassUtils.isPresent("dev.falreactive.rxjava3.RxFalClient", classLoader)) {
            register(name, name + "RxFalClient", face(RxFace.class, "of", bean), registry);
        }
        if (ClassUtils.isPresent("dev.falreactive.kotlin.CoroutineFalClient", classLoader)) {
            register(name, name + "CoroutineFalClient", face(CoroutineFace.class, "of", bean), registry);
        }
    }

    private static RootBeanDefinition face(Class<?> maker, String method, String client) {
        RootBeanDefinition face = new RootBeanDefinition(maker);
        face.setFactoryMethodName(method);
        face.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(client));
        return face;
    }

    private static void register(
            String name, String bean, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setDefaultCandidate(false);
        // Closed by what made it.
        definition.setDestroyMethodName("");
        registry.registerBeanDefinition(bean, definition);
    }
}
