import { serveLane } from '../lane.js';
import { locatingLane } from './lane.js';

serveLane(async () => locatingLane(false));
