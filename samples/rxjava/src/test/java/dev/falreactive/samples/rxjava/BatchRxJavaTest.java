package dev.falreactive.samples.rxjava;

import dev.falreactive.samples.batch.BatchContract;
import dev.falreactive.samples.batch.BatchProgram;

class BatchRxJavaTest implements BatchContract {

    @Override
    public BatchProgram program() {
        return BatchRxJava::run;
    }

    @Override
    public String mainClass() {
        return BatchRxJava.class.getName();
    }
}
