package dev.falreactive.contract;

/** All rules. A rule that an adapter cannot keep is overridden there and disabled, in public. */
public interface QueueClientContract
        extends SubmitContract, WatchContract, StopContract, ResultContract, FailureContract, RelayContract {}
