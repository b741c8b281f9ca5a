import { MediaUploadCreateDocument, MediaUploadFinishDocument, type PictureFragment } from '../generated/gql/graphql';
import { act } from '../session/api';

export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

/** Why a picture was not taken; the words are the reader's to choose. */
export class UploadRefused extends Error {
  constructor(
    readonly reason: 'type' | 'size' | 'refused',
    message = '',
  ) {
    super(message);
  }
}

/** Sends one picture; `onProgress` goes from 0 to 1. */
export async function upload(
  file: File,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<PictureFragment> {
  if (!pictureTypes.includes(file.type)) throw new UploadRefused('type');
  const { mediaUploadCreate: opened } = await act(MediaUploadCreateDocument, { input: { byteSize: file.size } });
  if (!opened.target) {
    const [fault] = opened.userErrors;
    throw new UploadRefused(fault?.code === 'TOO_LARGE' ? 'size' : 'refused', fault?.message);
  }
  await put(file, opened.target, onProgress, signal);
  const { mediaUploadFinish: done } = await act(MediaUploadFinishDocument, {
    input: { uploadId: opened.target.uploadId },
  });
  if (!done.media) throw new UploadRefused('refused', done.userErrors[0]?.message);
  return done.media as PictureFragment;
}

/** The address took the file already: the answer to an earlier try was lost on the way. */
const alreadyThere = [409, 412];

/** XMLHttpRequest, since fetch cannot tell how much was sent. */
function put(
  file: File,
  target: { url: string; headers: { name: string; value: string }[] },
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', target.url);
    for (const { name, value } of target.headers) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status < 300 || alreadyThere.includes(request.status)) resolve();
      else reject(new UploadRefused('refused'));
    };
    request.onerror = () => reject(Object.assign(new Error('no answer'), { code: 'NETWORK' }));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
