/**
 * Entry of the components page: everything in the kit, in every state, for maintainers.
 *
 * Purpose: looked at while building (`npm run preview`, then /components.html). Must never: be in
 * the shipped program: only the mode `fake` builds this page, and the probe of the build looks
 * for it.
 */
import { mount } from 'svelte';
import '../styles/index.css';
import Gallery from './Gallery.svelte';

const target = document.getElementById('app');
if (target) {
  mount(Gallery, { target });
}
