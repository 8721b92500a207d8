/** Work that takes a thread about twenty microseconds, some wakings of a thread: less is not worth a part of its own. */

/** Products of two elements that are summed. */
export const productsWorthSharing: number = 2 ** 19;

/** Elements of windows that are met channel by channel, as in pooling and depthwise convolution. */
export const tapsWorthSharing: number = 2 ** 17;

/** Elements that are moved. */
export const movesWorthSharing: number = 2 ** 16;
