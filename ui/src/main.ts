/** Entry of the window: chooses the desk this build talks to and puts the app on the page. */
import { mount } from 'svelte';
import App from './app/App.svelte';
import { chosenDesk } from './ipc/desk';
import './styles/index.css';

const target = document.getElementById('app');
if (target) {
  mount(App, { target, props: { desk: chosenDesk() } });
}
