/// <reference path="./augment.d.ts" />
export {}
