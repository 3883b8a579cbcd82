import { serveLane } from '../lane.js';
import { crawlLane } from './crawl-lane.js';

serveLane(crawlLane(true));
