/** What printing offers to other rooms beside the queue: the library, and whose rights a job has. */
export { accountabilityOf, existingFile, folderNamed, type Rights } from './library-store.ts';
