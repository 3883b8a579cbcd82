import { serveLane } from '../lane.js';
import { loadingLane } from './lane.js';

serveLane(async () => loadingLane(null));
