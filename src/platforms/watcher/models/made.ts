/** What was made, or was there already. */
export interface MadeOrFound {
  id: number;
  /** False: it was there already. Also after an answer that was lost on the way, where the call was repeated. */
  created: boolean;
}
