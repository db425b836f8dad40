import { env } from "../../../base.js";
import type { OrchestratorMetadata } from "./types.js";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Gives what the orchestrator tells of the task that runs, from its environment variables: for the `executionMetadata` of
 * a run. Null where none of them is there. Changes and sends nothing.
 *
 * - Airflow: `AIRFLOW_CTX_DAG_ID`, `AIRFLOW_CTX_TASK_ID`, `AIRFLOW_CTX_DAG_RUN_ID`, `AIRFLOW_CTX_LOGICAL_DATE`
 *   (Airflow 3) or `AIRFLOW_CTX_EXECUTION_DATE` (before), `AIRFLOW_CTX_TRY_NUMBER`.
 * - Dagster: `DAGSTER_RUN_ID` where the launcher or you set it, `DAGSTER_RUN_JOB_NAME` as `dag_id`,
 *   `DAGSTER_RUN_STEP_KEY` as `task_id`. `DAGSTER_PIPES_CONTEXT` tells that it is Dagster, and is not unpacked. No
 *   variable holds the partition key: `{ ...orchestratorMetadata(), partition_key }` adds it.
 * - Temporal sets no variable for a task: see `temporalMetadata`.
 *
 * The variables are those of `variables`, by default the process's. An empty one counts as absent.
 */
export function orchestratorMetadata(variables?: Environment): OrchestratorMetadata | null {
  const told = (name: string): string | null =>
    (variables === undefined ? env(name) : variables[name]?.trim() || undefined) ?? null;
  const dag = told("AIRFLOW_CTX_DAG_ID");
  const task = told("AIRFLOW_CTX_TASK_ID");
  if (dag !== null || task !== null) {
    return {
      orchestrator: "airflow",
      run_id: told("AIRFLOW_CTX_DAG_RUN_ID"),
      execution_date: told("AIRFLOW_CTX_LOGICAL_DATE") ?? told("AIRFLOW_CTX_EXECUTION_DATE"),
      partition_key: null,
      dag_id: dag,
      task_id: task,
      try_number: numberOf(told("AIRFLOW_CTX_TRY_NUMBER")),
    };
  }
  const run = told("DAGSTER_RUN_ID");
  const job = told("DAGSTER_RUN_JOB_NAME");
  if (run === null && job === null && told("DAGSTER_PIPES_CONTEXT") === null) return null;
  return {
    orchestrator: "dagster",
    run_id: run,
    execution_date: null,
    partition_key: null,
    dag_id: job,
    task_id: told("DAGSTER_RUN_STEP_KEY"),
    try_number: null,
  };
}

/** What is read of what `activityInfo()` of `@temporalio/activity` gives. */
export interface TemporalActivityInfo {
  readonly workflowExecution?: { readonly workflowId: string; readonly runId: string } | undefined;
  readonly workflowType?: string | undefined;
  readonly activityType: string;
  readonly attempt: number;
}

/**
 * The same of a Temporal activity: `temporalMetadata(activityInfo())`. The workflow's run is `run_id`, the workflow's type
 * `dag_id`, the activity's type `task_id`, its attempt `try_number`.
 */
export function temporalMetadata(info: TemporalActivityInfo): OrchestratorMetadata {
  return {
    orchestrator: "temporal",
    run_id: info.workflowExecution?.runId ?? null,
    execution_date: null,
    partition_key: null,
    dag_id: info.workflowType ?? null,
    task_id: info.activityType,
    try_number: info.attempt,
  };
}

const numberOf = (text: string | null): number | null =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
