import { type ModelSet, sealSet } from '../../models/model-set.js';
import { type HeadNews, type Lesson, refitHeads } from '../../models/refit.js';
import { openHeads } from '../../models/heads.js';
