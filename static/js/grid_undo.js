// The last twenty steps: each is a list of cells with what stood there and what was written.
const DEPTH = 20;

export class Undo {
  constructor() { this.steps = []; }

  push(step) {
    this.steps.push(step);
    this.steps = this.steps.slice(-DEPTH);
  }

  pop() { return this.steps.pop() ?? null; }

  /** A refused cell was never written: there is nothing to take back. */
  forget(cell, value) {
    const step = this.steps.findLast((one) => one.some((change) => change.cell === cell && change.to === value));
    if (!step) return;
    step.splice(step.findLastIndex((change) => change.cell === cell && change.to === value), 1);
    if (!step.length) this.steps.splice(this.steps.indexOf(step), 1);
  }

  drop(step) { this.steps = this.steps.filter((one) => one !== step); }
}
