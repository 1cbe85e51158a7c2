/** As much of React Native's types as this example and react-native-webrtc name. An app has the real ones. */
declare module "react-native" {
  import type { ComponentType, ReactNode } from "react";

  export interface ViewProps {
    readonly style?: object;
    readonly children?: ReactNode;
  }
  export type HostComponent<P> = ComponentType<P>;
  export const View: HostComponent<ViewProps>;
  export const Text: HostComponent<ViewProps>;
  export const Button: HostComponent<{ readonly title: string; readonly onPress: () => void }>;
  export const AppState: {
    readonly currentState: string;
    addEventListener(type: "change", listener: (state: string) => void): { remove(): void };
  };
}

declare module "react-native-get-random-values";
