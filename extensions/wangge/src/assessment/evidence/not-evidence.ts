/** A file that cannot be read as evidence at all: thrown, with the sentence that says why. */
import type { Fault } from './verify-words.ts';
import { told } from './verify-words.ts';

export class NotEvidence extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(told(fault, 'en-US'));
    this.name = 'NotEvidence';
    this.fault = fault;
  }
}
