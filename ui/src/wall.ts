/** Entry of the wall screen: numbers and counters, a page of its own. */
import { mount } from 'svelte';
import WallScreen from './features/wall/WallScreen.svelte';
import { wallDesk } from './ipc/wall';
import './styles/index.css';

const target = document.getElementById('wall');
if (target) {
  mount(WallScreen, { target, props: { desk: wallDesk } });
}
