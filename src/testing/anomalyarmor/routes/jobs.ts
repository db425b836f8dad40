import type { EmulatedRoute } from "../../emulator.js";
import { one, refuseMissing } from "../answers.js";
import type { AnomalyArmorState, EmulatedJob, Wire } from "../state.js";

export const jobRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/sdk/jobs/{job}",
    answer: ({ params }) => {
      const job = state.jobs.find(({ id }) => id === params.job) ?? refuseMissing("job", params.job ?? "");
      return one(jobRecord(state, job));
    },
  },
];

/** A job at this moment: pending in its first tenth, then running to its end. */
function jobRecord(state: AnomalyArmorState, job: EmulatedJob): Wire {
  const duration = Math.max(job.endsAt - job.createdAt, 1);
  const done = Math.min((state.clock.now() - job.createdAt) / duration, 1);
  const isOver = done >= 1;
  const status =
    job.status ?? (isOver ? (job.error === null ? "completed" : "failed") : done < 0.1 ? "pending" : "running");
  return {
    job_id: job.id,
    status,
    progress: Math.floor(done * 100),
    error: isOver ? job.error : null,
    workflow_name: job.workflow,
    asset_id: job.assetId,
    created_at: new Date(job.createdAt).toISOString(),
    completed_at: isOver ? new Date(job.endsAt).toISOString() : null,
  };
}
