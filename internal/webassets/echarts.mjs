// The bundle: only the charts, components and the renderer that the reports use. It defines the global `echarts`.
import * as core from 'echarts/core';
import { BarChart, LineChart, ScatterChart, RadarChart, HeatmapChart, CustomChart } from 'echarts/charts';
import {
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, RadarComponent,
  TooltipComponent, VisualMapContinuousComponent, VisualMapPiecewiseComponent,
} from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

core.use([
  BarChart, LineChart, ScatterChart, RadarChart, HeatmapChart, CustomChart,
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, RadarComponent,
  TooltipComponent, VisualMapContinuousComponent, VisualMapPiecewiseComponent, SVGRenderer,
]);

globalThis.echarts = core;
