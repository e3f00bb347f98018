package dev.falreactive.contract;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All rules. A rule that an adapter cannot keep is overridden there and disabled, in public. At the end of a run it says
 * how many rules and cases it was; a rule without a case fails it.
 */
@ExtendWith(ContractCount.class)
public interface QueueClientContract
        extends SubmitContract, WatchContract, StopContract, ResultContract, FailureContract, RelayContract {}
