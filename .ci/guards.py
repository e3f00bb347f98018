"""Reads the test reports: a guard that did not run fails the build, since it would be silently off."""

import glob
import sys
import xml.etree.ElementTree as ElementTree

# Each guard with the least number of cases that must have run.
GUARDS = {
    "WatchTckTest": 21,
    "RxWatchTckTest": 21,
    "StreamingWatchTckTest": 21,
    "ReactorStreamingContractTest": 80,
    "ReactorResultOnlyContractTest": 80,
    "OfficialProxyTest": 6,
    "RelaysTest": 30,
    "RelaysGuideTest": 4,
    "StatusStreamSocketTest": 30,
    "WhatCompilesTest": 10,
    "ParityTest": 5,
    "BlockHoundIsOnTest": 8,
    "PageBrowserTest": 11,
    "RestartBrowserTest": 1,
    "RestartTest": 1,
    "LeakDetectorIsOnTest": 2,
    "ReactorContractTest": 80,
    "RxContractTest": 80,
    "CoroutineContractTest": 80,
    "FacadeParityTest": 4,
    "ErrorTableTest": 100,
    "CorpusTest": 1,
    "SoakTest": 4,
    "UnderFireTest": 15,
    "OfficialJsClientTest": 1,
    "ProtocolWordsHomeTest": 1,
    "ReadmeTest": 1,
    "InstrumentedContractTest": 80,
    "DirectStreamTckTest": 21,
    "DirectSocketTest": 30,
    "BigFilesTest": 1,
    "UploadSocketTest": 11,
    "UploadFailureTest": 20,
    "InputFilesTest": 12,
    "AnyModelTest": 20,
    "ComparisonTest": 2,
    "OddHttpTest": 8,
    "ObservedApplicationTest": 4,
    "PicturesApplicationTest": 1,
    "FlowApplicationTest": 1,
    "PropertyCoverageTest": 1,
    "PropertiesTableTest": 2,
}

run, total = {}, {"tests": 0, "skipped": 0, "failed": 0}
for report in glob.glob("**/target/surefire-reports/TEST-*.xml", recursive=True):
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        name = case.get("classname", "").rsplit(".", 1)[-1]
        total["tests"] += 1
        if case.find("skipped") is not None:
            total["skipped"] += 1
        elif case.find("failure") is not None or case.find("error") is not None:
            total["failed"] += 1
        else:
            run[name] = run.get(name, 0) + 1

problems = [
    f"{guard}: {run.get(guard, 0)} cases ran, at least {least} must"
    for guard, least in GUARDS.items()
    if run.get(guard, 0) < least
]
problems += [f"leaked buffers: {report}" for report in glob.glob("**/target/netty-leaks.txt", recursive=True)]
for guard in GUARDS:
    print(f"{guard}: {run.get(guard, 0)} cases")
for problem in problems:
    print("GUARD OFF:", problem)
passed = total["tests"] - total["skipped"] - total["failed"]
print(f"{passed} passed, {total['failed']} failed, {total['skipped']} skipped")
sys.exit(1 if problems or total["failed"] else 0)
