import { readBoot } from './boot-data';

/** The boot data of this page. */
export const boot = readBoot(document.getElementById('boot')?.textContent, location.pathname);
