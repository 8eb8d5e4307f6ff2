from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from deploy import namespace
from deploy.engine import (
    NAMESPACE,
    EngineError,
    EngineProcess,
    prepare_namespace,
    prepare_search_attributes,
    start_engine,
)

pytestmark = pytest.mark.engine

ATTRIBUTES = TypedSearchAttributes(
    [
        SearchAttributePair(SearchAttributeKey.for_keyword("Jurisdiction"), "652825"),
        SearchAttributePair(SearchAttributeKey.for_keyword("Phase"), "monitoring"),
        SearchAttributePair(SearchAttributeKey.for_keyword("Unit"), "101001"),
        SearchAttributePair(SearchAttributeKey.for_int("BudgetYear"), 2023),
        SearchAttributePair(
            SearchAttributeKey.for_datetime("NextDue"), datetime(2023, 5, 31, tzinfo=UTC)
        ),
        SearchAttributePair(SearchAttributeKey.for_bool("Overdue"), True),
    ]
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    data_dir = tmp_path_factory.mktemp("engine")
    with start_engine(data_dir, skip_time=True, say=lambda _: None) as process:
        yield process


async def test_given_a_new_server_when_prepared_twice_then_the_namespace_keeps_90_days(
    running: EngineProcess,
) -> None:
    address = running.engine.address
    await prepare_namespace(address)
    await prepare_namespace(address)
    client = await Client.connect(address, namespace=NAMESPACE)
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=NAMESPACE)
    )
    assert described.config.workflow_execution_retention_ttl.ToTimedelta().days == 90


async def test_given_a_namespace_when_prepared_twice_then_workflows_are_found_by_attribute(
    running: EngineProcess,
) -> None:
    address = running.engine.address
    await prepare_namespace(address)
    await prepare_search_attributes(address, NAMESPACE)
    await prepare_search_attributes(address, NAMESPACE)
    client = await Client.connect(address, namespace=NAMESPACE)
    await client.start_workflow("W", id="w", task_queue="q", search_attributes=ATTRIBUTES)
    query = "Jurisdiction='652825' AND BudgetYear=2023 AND Overdue=true AND Unit='101001'"
    query += " AND Phase='monitoring' AND NextDue < '2023-06-01T00:00:00Z'"
    for _ in range(100):
        found = await client.count_workflows(query)
        if found.count:
            break
    assert found.count == 1


async def test_given_a_server_that_does_not_come_to_know_them_when_prepared_then_it_is_said(
    running: EngineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    await prepare_namespace(running.engine.address)
    monkeypatch.setattr(namespace, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(namespace, "_knows_search_attributes", never)
    with pytest.raises(EngineError, match="does not find the search attributes of jixiao"):
        await prepare_search_attributes(running.engine.address, NAMESPACE)


async def never(_: Client) -> bool:
    return False
