import { render } from 'preact';
import { Client } from './client/client.tsx';
import { Desk } from './desk/desk.tsx';
import { goLive } from './live.ts';
import { Machinery } from './machinery/machinery.tsx';
import { TopBar } from './machinery/top-bar.tsx';
import { connected } from './state.ts';
import { Toasts } from './ui/controls.tsx';
import { startTheme } from './ui/theme.ts';

function Page() {
  return (
    <div class="page">
      <TopBar />
      {!connected.value && (
        <div class="banner" role="alert">
          Disconnected from the sandbox. What you see may be out of date; trying again…
        </div>
      )}
      <main class="stage">
        <Client />
        <Desk />
      </main>
      <Machinery />
      <Toasts />
    </div>
  );
}

startTheme();
goLive();
const root = document.getElementById('page');
if (root !== null) render(<Page />, root);
