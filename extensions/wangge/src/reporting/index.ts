/** What reporting offers to other rooms. */
export { complianceRows as complianceOn, type Sources as ComplianceSources, viewerOf as complianceViewer, doneByUnit, judged, unitBindings } from './compliance/compliance-store.ts';
