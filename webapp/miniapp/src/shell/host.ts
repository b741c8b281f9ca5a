import { openHost } from '@dokon/telegram';

/** The program this page runs in. Made before anything else reads the address: it takes the launch data out of it. */
export const host = openHost();
