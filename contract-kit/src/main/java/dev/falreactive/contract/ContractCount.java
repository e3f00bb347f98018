package dev.falreactive.contract;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Says at the end of a face's run how many rules and cases it was, and fails the run
 * if a rule had no case. A run of some methods only is told apart, and not failed.
 */
final class ContractCount implements BeforeAllCallback, BeforeEachCallback, TestWatcher, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(ContractCount.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Tally.class, new Tally(context.getDisplayName()));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (context.getRequiredTestInstance() instanceof ContractHooks hooks) {
            tally(context).of(hooks.name());
        }
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        tally(context).ran(context.getRequiredTestMethod().getName());
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        tally(context).ran(context.getRequiredTestMethod().getName());
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        tally(context).skipped(context.getRequiredTestMethod().getName());
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        tally(context).skipped(context.getRequiredTestMethod().getName());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Tally tally = tally(context);
        boolean whole = tally.met().containsAll(testMethods(context.getRequiredTestClass()));
        System.out.println("contract: " + tally + (whole ? "" : ", a part of it"));
        if (whole && !tally.missing().isEmpty()) {
            throw new AssertionError("rules of the contract without a case: " + tally.missing());
        }
    }

    private static Tally tally(ExtensionContext context) {
        Tally tally = context.getStore(NAMESPACE).get(Tally.class, Tally.class);
        if (tally == null) {
            throw new IllegalStateException("no tally of " + context.getDisplayName());
        }
        return tally;
    }

    private static Set<String> testMethods(Class<?> testClass) {
        return ReflectionSupport.findMethods(
                        testClass,
                        method -> AnnotationSupport.isAnnotated(method, Testable.class),
                        HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .map(Method::getName)
                .collect(Collectors.toSet());
    }
}
