/** The live curve of the loss. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

/** A curve that grows with the training. */
export interface LossCurve {
  /** Adds the loss of one step; drawn with the next frame. */
  add(loss: number): void;
  /** Forgets all steps. */
  clear(): void;
}

/**
 * Draws into an element: loss over steps, on a logarithmic axis.
 *
 * @param element - Its width is the width of the curve.
 */
export function lossCurve(element: HTMLElement): LossCurve {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue('--soft');
  const grid = { stroke: style.getPropertyValue('--line'), width: 1 };
  const steps: number[] = [];
  const losses: number[] = [];
  const plot = new uPlot(
    {
      width: element.clientWidth,
      height: 240,
      cursor: { show: false },
      legend: { show: false },
      scales: { x: { time: false }, y: { distr: 3 } },
      axes: [
        { label: 'step', stroke: ink, grid, ticks: grid },
        { label: 'loss', stroke: ink, grid, ticks: grid },
      ],
      series: [{}, { label: 'loss', stroke: style.getPropertyValue('--accent'), width: 1.5, points: { show: false } }],
    },
    [steps, losses],
    element,
  );
  let isScheduled = false;
  const redraw = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      plot.setData([steps, losses]);
    });
  };
  return {
    add(loss) {
      steps.push(steps.length + 1);
      losses.push(loss);
      redraw();
    },
    clear() {
      steps.length = 0;
      losses.length = 0;
      redraw();
    },
  };
}
