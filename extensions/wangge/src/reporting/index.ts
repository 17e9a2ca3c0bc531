/** What reporting offers to other rooms. */
export { complianceRows as complianceOn, viewerOf as complianceViewer } from './compliance/compliance-store.ts';
