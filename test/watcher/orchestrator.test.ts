import { orchestratorMetadata, temporalMetadata } from "dqgate/watcher";
import { describe, expect, it, vi } from "vitest";
import { endsOf } from "./support/runs.js";
import { world } from "./world.js";

const AIRFLOW = {
  AIRFLOW_CTX_DAG_ID: "shop",
  AIRFLOW_CTX_TASK_ID: "load_orders",
  AIRFLOW_CTX_DAG_RUN_ID: "scheduled__2026-01-05",
  AIRFLOW_CTX_LOGICAL_DATE: "2026-01-05T00:00:00+00:00",
  AIRFLOW_CTX_TRY_NUMBER: "2",
};
const NOTHING = {
  run_id: null,
  execution_date: null,
  partition_key: null,
  dag_id: null,
  task_id: null,
  try_number: null,
};

describe("orchestratorMetadata", () => {
  it("reads Airflow 3", () => {
    expect(orchestratorMetadata(AIRFLOW)).toEqual({
      orchestrator: "airflow",
      run_id: "scheduled__2026-01-05",
      execution_date: "2026-01-05T00:00:00+00:00",
      partition_key: null,
      dag_id: "shop",
      task_id: "load_orders",
      try_number: 2,
    });
  });

  it("reads Airflow before 3, and keeps nulls", () => {
    const old = {
      AIRFLOW_CTX_TASK_ID: "load",
      AIRFLOW_CTX_EXECUTION_DATE: "2025-01-01",
      AIRFLOW_CTX_TRY_NUMBER: "two",
    };
    expect(orchestratorMetadata(old)).toEqual({
      ...NOTHING,
      orchestrator: "airflow",
      execution_date: "2025-01-01",
      task_id: "load",
    });
  });

  it("reads Dagster", () => {
    const told = { DAGSTER_RUN_ID: "5c1", DAGSTER_RUN_JOB_NAME: "nightly", DAGSTER_RUN_STEP_KEY: "orders" };
    expect(orchestratorMetadata(told)).toEqual({
      ...NOTHING,
      orchestrator: "dagster",
      run_id: "5c1",
      dag_id: "nightly",
      task_id: "orders",
    });
    expect(orchestratorMetadata({ DAGSTER_PIPES_CONTEXT: "eJyrVkq" })).toEqual({ ...NOTHING, orchestrator: "dagster" });
    expect(orchestratorMetadata({ DAGSTER_RUN_JOB_NAME: "nightly" })?.dag_id).toBe("nightly");
  });

  it("gives null where nobody orchestrates, or the variables are empty", () => {
    expect(orchestratorMetadata({})).toBeNull();
    expect(orchestratorMetadata({ AIRFLOW_CTX_DAG_ID: " ", DAGSTER_RUN_ID: "", TEMPORAL_ADDRESS: "x" })).toBeNull();
    expect(orchestratorMetadata({ AIRFLOW_CTX_DAG_RUN_ID: "left over", DAGSTER_RUN_STEP_KEY: "x" })).toBeNull();
  });

  it("takes the process's own variables, and none of them where others are given", () => {
    for (const [name, value] of Object.entries(AIRFLOW)) vi.stubEnv(name, value);
    expect(orchestratorMetadata()).toEqual(orchestratorMetadata(AIRFLOW));
    expect(orchestratorMetadata({})).toBeNull();
  });

  it("goes with a run as it is, and null as nothing", async () => {
    const { server, client } = world({ pipelines: [{ name: "orders" }] });
    const airflow = orchestratorMetadata(AIRFLOW);
    await client.executions.track(1, () => undefined, { executionMetadata: airflow });
    await client.executions.track(1, ({ addMetadata }) => addMetadata(airflow));
    await client.executions.track(1, ({ addMetadata }) => addMetadata(orchestratorMetadata({})), {
      executionMetadata: orchestratorMetadata({}),
    });
    expect(endsOf(server).map((end) => end.execution_metadata)).toEqual([airflow, airflow, undefined]);
  });
});

describe("temporalMetadata", () => {
  it("reads what an activity is told", () => {
    const info = {
      workflowExecution: { workflowId: "orders-2026", runId: "9f" },
      workflowType: "loadOrders",
      activityType: "copy",
      attempt: 3,
    };
    expect(temporalMetadata(info)).toEqual({
      ...NOTHING,
      orchestrator: "temporal",
      run_id: "9f",
      dag_id: "loadOrders",
      task_id: "copy",
      try_number: 3,
    });
    expect(temporalMetadata({ activityType: "copy", attempt: 1 })).toMatchObject({ run_id: null, dag_id: null });
  });
});
