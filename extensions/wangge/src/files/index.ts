/** What files offer to other rooms: whether one may be linked, and storing what the product has made. */
export { objectionToFile, objectionToPhotograph, photographsAmong } from './linking-service.ts';
export { madeHere } from './upload-service.ts';
