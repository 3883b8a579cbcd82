import { serveLane } from '../lane.js';
import { loadingLane } from './lane.js';

serveLane(async (settings) => loadingLane(settings.folder));
