/** Tells the loader, which comes after the page was read, what the page's address says. */

import { page_config } from "../shared/page_config.ts";

const loader = document.querySelector<HTMLElement>("script[data-mode]");
if (loader) Object.assign(loader.dataset, page_config(location.pathname, location.search));
