/** Which planes of windows lie at equal distances, so that one call can go over them. */

/** Some of the planes of a group of images. */
export interface Planes {
  /** The image of the first plane, as it is counted in the group. */
  readonly image: number;
  readonly planes: number;
}

/** Whole images where each has a single plane; else the planes of one image, for each. */
export function planesOf(images: number, depth: number): readonly Planes[] {
  if (depth === 1) return [{ image: 0, planes: images }];
  return Array.from({ length: images }, (_, image) => ({ image, planes: depth }));
}
